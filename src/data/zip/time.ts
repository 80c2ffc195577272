// The time of all files in zips that are written here: the earliest that a zip can tell, so that the same files give the same bytes.
export const ZIP_TIME = new Date(1980, 0, 1)

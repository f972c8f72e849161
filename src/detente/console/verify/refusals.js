// The two ways in which a file does not convince. Each carries the sentence that is shown.

/** What is readable does not convince (exit 1). */
export class NotProven extends Error {}

/** Bytes are not in the form that their clause demands (exit 2). */
export class NotReadable extends Error {}

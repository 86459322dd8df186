export { findDocument, splitDocuments } from './documents';
export { findObject, hasCredentialBeside } from './findObject';
export {
  isOthersIn,
  layoutProblem,
  objectKeyOf,
  placeObject,
  writeObject,
  type ObjectPlace,
} from './placeObject';
export { SeenBlobs } from './SeenBlobs';
export { WorkingFiles } from './WorkingFiles';

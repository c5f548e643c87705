// The end of work at this browser: what was typed and not saved is forgotten here, as it may be a shared one.
import { Copies } from "./modules/local-copies.js";

Copies.forget();

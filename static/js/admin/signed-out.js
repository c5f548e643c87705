// The end of somebody's work at this browser: what he typed and did not save is forgotten here, as it may be a
// shared one. What others typed is not his to erase; nor is anything where the sign-in had ended before.
import { Copies } from "./modules/local-copies.js";

const { signedOut } = document.querySelector("[data-signed-out]").dataset;
if (signedOut) Copies.forget(signedOut);
Copies.hasten(signedOut);

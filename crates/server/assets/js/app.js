// Everything works without this file; it only makes things quicker. No framework, nothing evaluated.
import { themes } from "./themes.js";
import { drafts } from "./drafts.js";
import { menus } from "./menus.js";
import { files } from "./files.js";
import { finds } from "./finds.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { palette, searches } from "./palette.js";
import { suggests } from "./suggests.js";
import { undo } from "./undo.js";

document.documentElement.classList.add("js");
themes();
menus();
drafts();
files();
finds();
keys();
palette();
searches();
suggests();
undo();
live();

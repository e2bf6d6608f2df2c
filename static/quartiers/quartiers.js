// Le portail marche sans JavaScript ; ces modules n'ajoutent que du confort.
import { suivreAvancement } from "./avancement.js";
import { garder } from "./brouillon.js";
import { filtrer } from "./cases.js";
import { proteger } from "./envoi.js";
import { suivre } from "./jauge.js";
import { retenir } from "./retenue.js";
import { equiper } from "./texte.js";

document.querySelectorAll("fieldset[id^=checkboxes-]").forEach(filtrer);
document.querySelectorAll("form[method=post]").forEach(proteger);
retenir(document.querySelectorAll("form[method=post]"));
document.querySelectorAll("textarea[data-structure]").forEach(equiper);
document.querySelectorAll("[data-jauge]").forEach(suivre);
document.querySelectorAll("[data-avancement]").forEach(suivreAvancement);
document.querySelectorAll("[data-brouillon]").forEach(garder);

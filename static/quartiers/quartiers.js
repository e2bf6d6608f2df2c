// Le portail marche sans JavaScript ; ces modules n'ajoutent que du confort.
import { suivreAvancement } from "./avancement.js";
import { garder, oublierLaCopieRecue } from "./brouillon.js";
import { filtrer } from "./cases.js";
import { suivreLesLiens } from "./depliants.js";
import { proteger } from "./envoi.js";
import { remplir } from "./fiche.js";
import { suivre } from "./jauge.js";
import { retenir } from "./retenue.js";
import { ajuster } from "./tableaux.js";
import { equiper } from "./texte.js";
import { montrerLesImages } from "./themes.js";

document.querySelectorAll("fieldset[id^=checkboxes-]").forEach(filtrer);
oublierLaCopieRecue();
// Avant `proteger` : un envoi qui attend son tour n'est pas encore un envoi.
document.querySelectorAll("[data-brouillon]").forEach(garder);
document.querySelectorAll("form[method=post]").forEach(proteger);
document.querySelectorAll(".fr-table__container[tabindex]").forEach(ajuster);
retenir(document.querySelectorAll("form[method=post]"));
document.querySelectorAll("textarea[data-structure]").forEach(equiper);
document.querySelectorAll("[data-fiche]").forEach(remplir);
document.querySelectorAll("[data-jauge]").forEach(suivre);
document.querySelectorAll("[data-avancement]").forEach(suivreAvancement);
document.querySelectorAll("#fr-theme-modal").forEach(montrerLesImages);
suivreLesLiens();

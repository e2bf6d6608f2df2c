// Une session finie mène un envoi à la page de connexion : tout ce qui était saisi revient au retour,
// nombres et choix compris, pour la même personne. De même d'un détour par un autre formulaire.
import { champsDe as tousLesChampsDe, seCoche } from "./champs.js";

const ENVOI = "envoi";
const DETOUR = "detour";
// Les pages par où l'on passe pour se reconnecter, et celle d'un formulaire qui a expiré.
const PORTE = "[autocomplete=current-password], [autocomplete=one-time-code], [data-expiree]";
const A_TAIRE = ["csrfmiddlewaretoken", "verrou"];

const lire = (cle) => JSON.parse(sessionStorage.getItem(cle) ?? "null");
const ecrire = (cle, valeur) => sessionStorage.setItem(cle, JSON.stringify(valeur));
const personne = () => document.querySelector("meta[name=personne]")?.content;
const adresseDe = (formulaire) => formulaire.getAttribute("action") || location.pathname;

const champsDe = (formulaire) => tousLesChampsDe(formulaire).filter((champ) => !A_TAIRE.includes(champ.name));

function saisieDe(formulaire) {
  return {
    adresse: adresseDe(formulaire),
    personne: personne(),
    champs: champsDe(formulaire).map((champ) => [champ.name, champ.value, seCoche(champ) ? champ.checked : null]),
  };
}

// Les champs cachés reviennent aussi : ils disent de quelle version part la saisie, et le serveur la
// compare à ce qui fut enregistré entre-temps.
function rendre(formulaire, saisie, garder = () => false) {
  for (const [nom, valeur, coche] of saisie.champs) {
    const champs = champsDe(formulaire).filter((champ) => champ.name === nom);
    if (coche === null) {
      if (champs.length === 1 && !garder(champs[0])) champs[0].value = valeur;
    } else {
      for (const champ of champs) if (champ.value === valeur) champ.checked = coche;
    }
  }
}

export function retenir(formulaires) {
  const envoi = lire(ENVOI);
  // Toute autre page dit que l'envoi est arrivé, ou le montre refusé : il n'y a plus rien à garder.
  const porte = document.querySelector(PORTE);
  if (envoi && porte) ecrire(ENVOI, { ...envoi, arrete: true });
  else sessionStorage.removeItem(ENVOI);
  if (porte) return;

  for (const formulaire of formulaires) {
    const visibles = champsDe(formulaire).filter((champ) => champ.type !== "hidden");
    if (!visibles.length || "brouillon" in formulaire.dataset || formulaire.querySelector("[type=password]")) continue;
    const sienne = (saisie) => saisie?.adresse === adresseDe(formulaire) && saisie.personne === personne();
    const detour = lire(DETOUR);
    if (envoi?.arrete && sienne(envoi)) rendre(formulaire, envoi);
    else if (sienne(detour)) {
      // Ce qu'on est allé chercher ailleurs est déjà choisi.
      rendre(formulaire, detour, (champ) => champ.tagName === "SELECT" && champ.value);
      sessionStorage.removeItem(DETOUR);
    }
    formulaire.addEventListener("submit", () => ecrire(ENVOI, saisieDe(formulaire)));
    for (const lien of document.querySelectorAll("a[data-detour]")) {
      lien.addEventListener("click", () => ecrire(DETOUR, saisieDe(formulaire)));
    }
  }
}

// Une session finie mène un envoi à la page de connexion : le texte envoyé revient au retour.
const CLE = "envoi";
// Les pages par où l'on passe pour se reconnecter.
const PORTE = "[autocomplete=current-password], [autocomplete=one-time-code]";

export function retenir(formulaires) {
  const envoi = JSON.parse(sessionStorage.getItem(CLE) ?? "null");
  // Toute autre page dit que l'envoi est arrivé, ou le montre refusé : il n'y a plus rien à garder.
  const porte = document.querySelector(PORTE);
  if (envoi && porte) sessionStorage.setItem(CLE, JSON.stringify({ ...envoi, arrete: true }));
  else sessionStorage.removeItem(CLE);
  if (porte) return;

  for (const formulaire of formulaires) {
    const textes = [...formulaire.querySelectorAll("textarea")];
    if (!textes.length || "brouillon" in formulaire.dataset) continue;
    const adresse = formulaire.getAttribute("action") || location.pathname;
    if (envoi?.arrete && envoi.adresse === adresse) {
      for (const champ of textes) champ.value ||= envoi.textes[champ.name] ?? "";
    }
    formulaire.addEventListener("submit", () => {
      const ecrits = Object.fromEntries(textes.map((champ) => [champ.name, champ.value]));
      sessionStorage.setItem(CLE, JSON.stringify({ adresse, textes: ecrits }));
    });
  }
}

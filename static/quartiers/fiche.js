// Remplit la fiche d'une entreprise pendant qu'on écrit son SIREN ; ce qui est déjà écrit reste.
const ATTENTE = 400;
const NUMERO = /^(\d{9}|\d{14}|FR[0-9A-Z]{2}\d{9})$/i;
const LIEU = ["code_commune", "longitude", "latitude"];

export function remplir(cadre) {
  const numero = cadre.querySelector("[name=siren]");
  const dit = cadre.querySelector("[data-dit]");
  const champ = (nom) => cadre.querySelector(`[name=${nom}]`);
  let minuterie;

  async function chercher() {
    const ecrit = numero.value.replace(/[\s.]/g, "");
    if (!NUMERO.test(ecrit)) return;
    const reponse = await fetch(`${cadre.dataset.fiche}?${new URLSearchParams({ numero: ecrit })}`).catch(() => null);
    if (!reponse?.ok || reponse.redirected || numero.value.replace(/[\s.]/g, "") !== ecrit) return;
    const corps = await reponse.json();
    dit.textContent = corps.dit;
    for (const [nom, valeur] of Object.entries(corps.champs)) {
      if (!LIEU.includes(nom)) champ(nom).value ||= valeur;
    }
    // Le lieu est celui de l'adresse du répertoire, et d'elle seule.
    if (champ("adresse").value !== corps.champs.adresse) return;
    for (const nom of LIEU) champ(nom).value = corps.champs[nom] ?? "";
  }

  numero.addEventListener("input", () => {
    clearTimeout(minuterie);
    minuterie = setTimeout(chercher, ATTENTE);
  });
}

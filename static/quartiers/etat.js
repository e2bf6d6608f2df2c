// Dit où en est un brouillon ; un champ fautif y est nommé, et son nom y mène.
export function direLEtat(etat, message, { grave = false, faute = null } = {}) {
  const phrase = document.createElement("span");
  phrase.append(message);
  if (faute?.ancre) {
    const lien = document.createElement("a");
    lien.href = `#${faute.ancre}`;
    lien.textContent = faute.libelle;
    phrase.append(" ", lien, ". ");
  }
  if (faute) phrase.append(" ", faute.erreur);
  etat.replaceChildren(phrase);
  etat.classList.toggle("fr-error-text", grave);
}

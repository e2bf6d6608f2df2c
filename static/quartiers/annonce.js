// Dit un changement aux lecteurs d'écran : le texte change dans une région qui, elle, reste en place.
export function annoncer(region, phrase) {
  const texte = phrase?.textContent.replace(/\s+/g, " ").trim() ?? "";
  if (texte && region.textContent !== texte) region.textContent = texte;
}

"""La préfecture de région : ce qu'elle transmet elle-même, au-dessus de ses départements."""

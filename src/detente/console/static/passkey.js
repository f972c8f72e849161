// Asks an officer's device for a passkey, and for signatures with it (WebAuthn).

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** A browser says why in its own language; what it mostly is stands on the page in ours. */
export function told(error) {
  const place = document.getElementById("trouble");
  place.textContent = error.name === "NotAllowedError" ? place.dataset.refused : error.message;
  place.hidden = false;
}

export async function create({ site, name, user, challenge }) {
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: site, name: "Detente" },
      user: { id: bytes(user), name, displayName: name },
      challenge: bytes(challenge),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
    },
  });
  return { id: text(made.rawId), key: text(made.response.getPublicKey()) };
}

export async function sign({ site, id, challenge }) {
  const said = await navigator.credentials.get({
    publicKey: {
      rpId: site,
      challenge: bytes(challenge),
      allowCredentials: [{ type: "public-key", id: bytes(id) }],
      userVerification: "required",
    },
  });
  return {
    authenticator: text(said.response.authenticatorData),
    client: text(said.response.clientDataJSON),
    signature: text(said.response.signature),
  };
}

// Makes by_javascript.json: credentials signed by the usual JavaScript libraries, as known answers.
//
//   mkdir elsewhere && cd elsewhere && cp .../tests/kernel/data/by_javascript.mjs . && npm init -y
//   npm install @digitalbazaar/data-integrity @digitalbazaar/vc jsonld-signatures jose \
//     @digitalbazaar/ecdsa-multikey @digitalbazaar/ed25519-multikey \
//     @digitalbazaar/ecdsa-rdfc-2019-cryptosuite @digitalbazaar/ecdsa-sd-2023-cryptosuite \
//     @digitalbazaar/ecdsa-jcs-2019-cryptosuite \
//     @digitalbazaar/eddsa-rdfc-2022-cryptosuite @digitalbazaar/eddsa-jcs-2022-cryptosuite \
//     @digitalbazaar/ed25519-signature-2020 @digitalbazaar/ed25519-verification-key-2020 \
//     @digitalbazaar/eddsa-2022-cryptosuite @digitalbazaar/ecdsa-2019-cryptosuite
//   TESSERA_VECTORS=... node by_javascript.mjs > by_javascript.json
//
// Keys are drawn anew and forgotten, so running it again makes other documents that say the same.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as sd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {cryptosuite as ecdsaOld} from '@digitalbazaar/ecdsa-2019-cryptosuite';
import {cryptosuite as eddsaOld} from '@digitalbazaar/eddsa-2022-cryptosuite';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import jsigs from 'jsonld-signatures';
import * as jose from 'jose';
import {readFileSync, readdirSync} from 'node:fs';

const {purposes: {AssertionProofPurpose}} = jsigs;
const V2 = 'https://www.w3.org/ns/credentials/v2';
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const ED2020 = 'https://w3id.org/security/suites/ed25519-2020/v1';
const DI = 'https://w3id.org/security/data-integrity/v2';
const files = {
  [V2]: 'w3c-vc/v2',
  [OB]: '1edtech-validator/ob-v3p0-3.0.3.json',
  [ED2020]: '1edtech-validator/suites-ed25519-2020.jsonld',
  [DI]: 'w3c-vc-data-integrity/data-integrity/v2',
};
const documentLoader = async url => {
  const file = `${process.env.TESSERA_VECTORS}/contexts/${files[url]}`;
  return {contextUrl: null, documentUrl: url, document: JSON.parse(readFileSync(file))};
};
const date = new Date('2026-02-01T00:00:00Z');

const badge = (issuer, contexts = []) => ({
  '@context': [V2, OB, ...contexts],
  id: 'urn:uuid:7d1c0fb8-4a0c-4a39-9f0e-3a3a7a0f3b11',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Pottery',
  issuer: {id: issuer, type: ['Profile'], name: 'A workshop'},
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: {
    id: 'urn:uuid:0f3c2c4e-8a52-4d6b-8a54-b0a9a94b1c11',
    type: ['AchievementSubject'],
    identifier: [{
      type: 'IdentityObject', hashed: false,
      identityHash: 'a@example.com', identityType: 'emailAddress',
    }],
    achievement: {
      id: 'https://workshop.example/pottery',
      type: ['Achievement'],
      name: 'Pottery',
      description: 'Throws a pot of one\u00a0litre \u2014 alone.',
      criteria: {narrative: 'Three pots,\neach judged.'},
      tag: ['clay', 'wheel'],
      alignment: [
        {type: ['Alignment'], targetName: 'Craft', targetUrl: 'https://a.example/1'},
        {type: ['Alignment'], targetName: 'Trade', targetUrl: 'https://a.example/2'},
      ],
    },
  },
});

const named = key => {
  key.controller = `did:key:${key.publicKeyMultibase}`;
  key.id = `${key.controller}#${key.publicKeyMultibase}`;
  return key;
};
const sign = (document, suite) => jsigs.sign(
  document, {suite, purpose: new AssertionProofPurpose(), documentLoader});
const integrity = (key, cryptosuite) =>
  new DataIntegrityProof({signer: key.signer(), date, cryptosuite});
const documents = {};

for(const curve of ['P-256', 'P-384']) {
  const key = named(await EcdsaMultikey.generate({curve}));
  documents[`ecdsa-rdfc-2019 ${curve}`] =
    await sign(badge(key.controller), integrity(key, ecdsaRdfc));
  documents[`ecdsa-jcs-2019 ${curve}`] =
    await sign(badge(key.controller), integrity(key, ecdsaJcs.createSignCryptosuite()));
}

const ed = named(await Ed25519Multikey.generate());
documents['eddsa-rdfc-2022'] = await sign(badge(ed.controller), integrity(ed, eddsaRdfc));
documents['eddsa-jcs-2022'] = await sign(
  badge(ed.controller), integrity(ed, eddsaJcs.createSignCryptosuite()));

const old = await Ed25519VerificationKey2020.generate();
named(old);
documents['Ed25519Signature2020'] = await sign(
  badge(old.controller, [ED2020]), new Ed25519Signature2020({key: old, date}));

// the names that two suites had as drafts
documents['eddsa-2022'] = await sign(badge(ed.controller), integrity(ed, eddsaOld));
const p256 = named(await EcdsaMultikey.generate({curve: 'P-256'}));
documents['ecdsa-2019'] = await sign(badge(p256.controller), integrity(p256, ecdsaOld));

const bases = {
  'some': ['/issuer', '/validFrom', '/credentialSubject/achievement/name',
    '/credentialSubject/achievement/alignment/1'],
  'nothing': [],
};
for(const [name, mandatoryPointers] of Object.entries(bases)) {
  const base = await sign(badge(p256.controller),
    integrity(p256, sd.createSignCryptosuite({mandatoryPointers})));
  documents[`ecdsa-sd-2023 base, ${name} mandatory`] = base;
  const selectivePointers = ['/name', '/issuer', '/id', '/validFrom', '/credentialSubject'];
  documents[`ecdsa-sd-2023 derived, ${name} mandatory`] = await jsigs.derive(base, {
    suite: new DataIntegrityProof(
      {cryptosuite: sd.createDiscloseCryptosuite({selectivePointers})}),
    purpose: new AssertionProofPurpose(), documentLoader});
}
documents['ecdsa-sd-2023 derived, a part'] = await jsigs.derive(
  documents['ecdsa-sd-2023 base, some mandatory'], {
    suite: new DataIntegrityProof({cryptosuite: sd.createDiscloseCryptosuite({
      selectivePointers: ['/id', '/credentialSubject/achievement/description',
        '/credentialSubject/id', '/credentialSubject/achievement/criteria']})}),
    purpose: new AssertionProofPurpose(), documentLoader});

const tokens = {};
for(const alg of ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256']) {
  const {publicKey, privateKey} = await jose.generateKeyPair(alg, {extractable: true});
  const jwk = await jose.exportJWK(publicKey);
  const issuer = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
  const plain = badge(issuer);
  const seconds = Date.parse(plain.validFrom) / 1000;
  tokens[alg] = await new jose.SignJWT({
    ...plain, iss: issuer, jti: plain.id, sub: plain.credentialSubject.id, nbf: seconds,
  }).setProtectedHeader({alg, typ: 'JWT', kid: `${issuer}#0`}).sign(privateKey);
  tokens[`${alg} vc+jwt`] = await new jose.SignJWT(plain)
    .setProtectedHeader({alg, typ: 'vc+jwt', kid: `${issuer}#0`}).sign(privateKey);
}

const installed = JSON.parse(readFileSync('node_modules/.package-lock.json')).packages;
const versions = {node: process.version};
for(const [path, {version}] of Object.entries(installed)) {
  const name = path.replace('node_modules/', '');
  if(name.includes('node_modules/')) continue;
  if(/^@digitalbazaar|^jose$|^jsonld|^rdf-canonize$/.test(name)) versions[name] = version;
}
console.log(JSON.stringify({made_by: versions, documents, tokens}, null, 1));

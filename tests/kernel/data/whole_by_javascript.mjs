// Makes whole_by_javascript.json: what issuers make of several libraries together, as known answers.
// Badges of VC 2.0 and 1.1, under did:key and did:web, with status, endorsements, and in a record.
//
//   mkdir elsewhere && cd elsewhere && cp .../tests/kernel/data/whole_by_javascript.mjs . && npm init -y
//   npm install @digitalbazaar/vc @digitalbazaar/data-integrity @digitalbazaar/ed25519-multikey \
//     @digitalbazaar/eddsa-rdfc-2022-cryptosuite @digitalbazaar/vc-bitstring-status-list \
//     @digitalcredentials/vc @digitalcredentials/data-integrity \
//     @digitalcredentials/eddsa-rdfc-2022-cryptosuite @digitalcredentials/ed25519-multikey \
//     @digitalcredentials/ed25519-signature-2020 @digitalcredentials/ed25519-verification-key-2020
//   TESSERA_VECTORS=... node whole_by_javascript.mjs > whole_by_javascript.json
//
// Keys are drawn anew and forgotten, so running it again makes other documents that say the same.
import * as BazaarKey from '@digitalbazaar/ed25519-multikey';
import * as CollegeKey from '@digitalcredentials/ed25519-multikey';
import * as bazaar from '@digitalbazaar/vc';
import * as college from '@digitalcredentials/vc';
import {createCredential, createList} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof as BazaarProof} from '@digitalbazaar/data-integrity';
import {DataIntegrityProof as CollegeProof} from '@digitalcredentials/data-integrity';
import {Ed25519Signature2020} from '@digitalcredentials/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalcredentials/ed25519-verification-key-2020';
import {cryptosuite as bazaarSuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {cryptosuite as collegeSuite} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import {readFileSync} from 'node:fs';

const V1 = 'https://www.w3.org/2018/credentials/v1';
const V2 = 'https://www.w3.org/ns/credentials/v2';
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const CLR = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json';
const ED2020 = 'https://w3id.org/security/suites/ed25519-2020/v1';
const files = {
  [V1]: '1edtech-validator/2018-credentials-v1.jsonld',
  [V2]: 'w3c-vc/v2',
  [OB]: '1edtech-validator/ob-v3p0-3.0.3.json',
  [CLR]: '1edtech-validator/clr-v2p0-2.0.1.json',
  [ED2020]: '1edtech-validator/suites-ed25519-2020.jsonld',
};
const documentLoader = async url => {
  const file = `${process.env.TESSERA_VECTORS}/contexts/${files[url]}`;
  return {contextUrl: null, documentUrl: url, document: JSON.parse(readFileSync(file))};
};
const date = '2026-02-01T00:00:00Z';
const LIST = 'https://workshop.example/status/1';
const LEARNER = 'urn:uuid:0f3c2c4e-8a52-4d6b-8a54-b0a9a94b1c11';

const secured = (contexts, id, type, name, issuer, credentialSubject) => ({
  '@context': contexts, id, type: ['VerifiableCredential', type], name,
  issuer: {id: issuer, type: ['Profile'], name: 'A workshop'},
  validFrom: '2026-01-01T00:00:00Z', credentialSubject,
});
const badge = (issuer, more = {}, achievement = {}) => ({
  ...secured([V2, OB], 'urn:uuid:7d1c0fb8-4a0c-4a39-9f0e-3a3a7a0f3b11', 'OpenBadgeCredential',
    'Pottery', issuer, {
      id: LEARNER,
      type: ['AchievementSubject'],
      achievement: {
        id: 'https://workshop.example/pottery',
        type: ['Achievement'],
        name: 'Pottery',
        description: 'Throws a pot.',
        criteria: {narrative: 'Three pots.'},
        ...achievement,
      },
    }),
  ...more,
});
const entry = index => ({credentialStatus: {
  id: `${LIST}#${index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(index),
  statusListCredential: LIST,
}});

const named = (key, did = `did:key:${key.publicKeyMultibase}`, name = key.publicKeyMultibase) => {
  key.controller = did;
  key.id = `${did}#${name}`;
  return key;
};
const byBazaar = (credential, key) => bazaar.issue({credential, documentLoader,
  suite: new BazaarProof({signer: key.signer(), date, cryptosuite: bazaarSuite})});
const byCollege = (credential, key) => college.issue({credential, documentLoader,
  suite: new CollegeProof({signer: key.signer(), date, cryptosuite: collegeSuite})});
const byOldSuite = (credential, key) => college.issue({credential, documentLoader,
  suite: new Ed25519Signature2020({key, date})});

const workshop = named(await BazaarKey.generate());
const school = named(await CollegeKey.generate());
const old = named(await Ed25519VerificationKey2020.generate());
const web = named(await BazaarKey.generate(), 'did:web:workshop.example:potters', 'key-1');
const documents = {}, pages = {};

documents['eddsa-rdfc-2022 of the credentials consortium'] =
  await byCollege(badge(school.controller), school);
documents['Ed25519Signature2020, VC 2.0'] =
  await byOldSuite(badge(old.controller, {'@context': [V2, OB, ED2020]}), old);
const {validFrom: issuanceDate, ...first} =
  badge(old.controller, {'@context': [V1, OB, ED2020]});
documents['Ed25519Signature2020, VC 1.1'] = await byOldSuite({...first, issuanceDate}, old);

documents['did:web with a path'] = await byBazaar(badge(web.controller), web);
pages['https://workshop.example/potters/did.json'] = {
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: web.controller,
  verificationMethod: [{
    id: web.id, type: 'Multikey', controller: web.controller,
    publicKeyMultibase: web.publicKeyMultibase,
  }],
  assertionMethod: [web.id],
};

const list = await createList({length: 131072});
list.setStatus(4321, true);
pages[LIST] = await byBazaar({
  ...await createCredential({id: LIST, list, statusPurpose: 'revocation', context: [V2]}),
  issuer: workshop.controller, validFrom: '2026-01-01T00:00:00Z',
}, workshop);
documents['status clear'] = await byBazaar(badge(workshop.controller, entry(4320)), workshop);
documents['status set'] = await byBazaar(badge(workshop.controller, entry(4321)), workshop);

const endorsement = await byCollege(secured([V2, OB],
  'urn:uuid:1d1c0fb8-4a0c-4a39-9f0e-3a3a7a0f3b12', 'EndorsementCredential', 'Seen',
  school.controller, {
    id: 'https://workshop.example/pottery', type: ['EndorsementSubject'],
    endorsementComment: 'Good pots.',
  }), school);
documents.endorsement = endorsement;
documents['endorsed by another'] = await byBazaar(
  badge(workshop.controller, {}, {endorsement: [endorsement]}), workshop);
documents['record of two'] = await byBazaar(secured([V2, CLR, OB],
  'urn:uuid:1d1c0fb8-4a0c-4a39-9f0e-3a3a7a0f3b19', 'ClrCredential', 'A record',
  workshop.controller, {
    id: LEARNER,
    type: ['ClrSubject'],
    verifiableCredential: [
      documents['eddsa-rdfc-2022 of the credentials consortium'], documents['did:web with a path'],
    ],
  }), workshop);

const installed = JSON.parse(readFileSync('node_modules/.package-lock.json')).packages;
const versions = {node: process.version};
for(const [path, {version}] of Object.entries(installed)) {
  const name = path.replace('node_modules/', '');
  if(/^@digitalbazaar|^@digitalcredentials|^jsonld|^rdf-canonize$/.test(name)) {
    versions[name] = version;
  }
}
const made_on = new Date().toISOString().slice(0, 10);
console.log(JSON.stringify({made_on, made_by: versions, documents, pages}, null, 1));

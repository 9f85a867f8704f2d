import { listed } from '../base/format.ts';
import { day } from '../base/time.ts';
import type { UnvalidatedFiles } from '../evidence/unvalidated-files.ts';

/** Names told one by one. */
const MOST_NAMED = 4;

/** What a reader must know of trail files that nothing vouches for, with the switch that would; a sentence for each reason. */
export function unvalidatedSentences(files: readonly UnvalidatedFiles[]): readonly string[] {
  const of = (why: UnvalidatedFiles['why']) => files.filter((each) => each.why === why);
  const [off, unknown, young, unsigned] = [of('off'), of('unknown'), of('young'), of('unsigned')];
  return [
    ...(off.length > 0
      ? [
          `Log file validation is off for ${trailsIn(off)}: log files that somebody takes away or alters are not missed. Switch it on: ${commandFor(off)}.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Whether log file validation is on cannot be seen for ${placesIn(unknown)}: log files that somebody takes away may not be missed. Where it is off, its owner can switch it on: ${commandFor([])}.`,
        ]
      : []),
    ...young.map((each) =>
      each.until === undefined
        ? `No digest has come yet of ${trailsIn([each])}, whose log file validation is on: its log files were not compared with one.`
        : `Log files of ${trailsIn([each])} that were delivered before ${day(each.until)} were not compared with digests: log file validation was not on then.`,
    ),
    ...(unsigned.length > 0
      ? [`The signatures of the digests in ${placesIn(unsigned)} were not checked, the hashes that they state were.`]
      : []),
  ];
}

function trailsIn(files: readonly UnvalidatedFiles[]): string {
  const names = files.map(({ trail, place }) => (trail === undefined ? place : `${trail.name} (${trail.homeRegion})`));
  return `${names.length === 1 ? 'the trail' : 'the trails'} ${listed([...new Set(names)], MOST_NAMED)}`;
}

function placesIn(files: readonly UnvalidatedFiles[]): string {
  return listed([...new Set(files.map(({ place }) => place))], MOST_NAMED);
}

/** Of the first trail: it is the same for each. */
function commandFor([first]: readonly UnvalidatedFiles[]): string {
  const { name, homeRegion } = first?.trail ?? { name: 'NAME', homeRegion: 'HOME_REGION' };
  return `aws cloudtrail update-trail --name ${name} --region ${homeRegion} --enable-log-file-validation`;
}

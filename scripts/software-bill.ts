import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { BundledPackage } from './bundled-licences.ts';

/** What a program holds, as CycloneDX JSON: its own name and version, and the packages that were bundled into it. */
export function softwareBill(
  program: { readonly name: string; readonly version: string; readonly license: string },
  packages: readonly BundledPackage[],
): string {
  const componentOf = (
    type: Enums.ComponentType,
    of: { readonly name: string; readonly version: string; readonly license: string | undefined },
  ): Models.Component => {
    const purl = purlOf(of);
    const component = new Models.Component(type, of.name, { version: of.version, purl, bomRef: purl });
    if (of.license !== undefined) component.licenses.add(licenceOf(of.license));
    return component;
  };
  const bom = new Models.Bom();
  bom.metadata.component = componentOf(Enums.ComponentType.Application, program);
  for (const each of packages) {
    const component = componentOf(Enums.ComponentType.Library, each);
    bom.components.add(component);
    bom.metadata.component.dependencies.add(component.bomRef);
  }
  const normalize = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(normalize).serialize(bom, { sortLists: true, space: 2 });
}

/** "Package URL specification", the type npm. */
function purlOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** One licence by its id, or an expression of several (`(MIT OR Apache-2.0)`). */
function licenceOf(license: string): Models.License {
  return / (?:AND|OR|WITH) /.test(license) ? new Models.LicenseExpression(license) : new Models.SpdxLicense(license);
}

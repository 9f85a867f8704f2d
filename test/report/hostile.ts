import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { assess, NOW, use, verdict } from '../findings/fixtures.ts';

export const HOSTILE =
  '<!channel> <script>alert(1)</script> `x` |"quoted", *bold* =HYPERLINK("http://evil") \u202egnp.exe\u001b[31m\r\n- [x](http://evil) @everyone &amp;';

/** Texts that mean something to somebody who reads an output: a terminal, a spreadsheet, a browser, Slack, GitHub, Terraform, YAML. */
export const HOSTILE_TEXTS: readonly string[] = [
  HOSTILE,
  '=HYPERLINK("http://evil","x")',
  '+1+1',
  '-1+1|cmd',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  'a\n=1+1',
  '\u001b]8;;http://evil\u0007x\u001b]8;;\u0007',
  '\u009b2J\u0007\u0008',
  '\u202eexe.gnp\u2066\u200b\ufeff',
  'x\u2028\u2029\u0085y',
  '\ud800 alone',
  '</script><img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  '<!here> <@U1> <http://evil|x>',
  '[x](http://evil) ![y](http://evil) @team #1',
  '| a | b |\n|---|---|',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of Terraform's
  '${file("/etc/passwd")} %{ if true }x%{ endif }',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of Terraform's
  '"}\n}\nresource "null_resource" "x" { provisioner "local-exec" { command = "${x}" } }',
  '*/ # */ // \n  provider "x" {}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a function of CloudFormation's
  '!!js/function x: &a *a {{ y }} !Sub "${AWS::Region}" - : #',
  '"\n  Evil: {Type: AWS::IAM::User}\n',
  "'; DROP TABLE x; --",
  ']]> \\" \\u0022',
];

/** A role whose every outside text is hostile, and one with an endless name. */
export function hostileAccount(hostile = HOSTILE): readonly RoleAssessment[] {
  return [
    assess(hostile, {
      lastSeen: NOW,
      uses: [use('task', hostile), use('execution', `=1+1|${'x'.repeat(10_000)}`)],
      role: { tags: { [hostile]: hostile } },
      actions: [
        verdict(`s3:${hostile}`, 'unused', {
          because: hostile,
          grantedBy: [{ policy: `inline policy ${hostile}`, index: 0 }],
        }),
      ],
      denied: [
        {
          action: 's3:GetObject',
          first: NOW,
          last: NOW,
          count: 1,
          resources: [hostile, 'y'.repeat(10_000)],
          errorCode: hostile,
        },
      ],
    }),
    assess('z'.repeat(10_000), { lastSeen: NOW, actions: [verdict('s3:PutObject', 'unused')] }),
  ];
}

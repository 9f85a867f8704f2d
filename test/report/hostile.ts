import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { assess, NOW, use, verdict } from '../findings/fixtures.ts';

export const HOSTILE =
  '<!channel> <script>alert(1)</script> `x` |"quoted", *bold* =HYPERLINK("http://evil") \u202egnp.exe\u001b[31m\r\n- [x](http://evil) @everyone &amp;';

/** A role whose every outside text is hostile, and one with an endless name. */
export function hostileAccount(): readonly RoleAssessment[] {
  return [
    assess(HOSTILE, {
      lastSeen: NOW,
      uses: [use('task', HOSTILE), use('execution', `=1+1|${'x'.repeat(10_000)}`)],
      role: { tags: { [HOSTILE]: HOSTILE } },
      actions: [
        verdict(`s3:${HOSTILE}`, 'unused', {
          because: HOSTILE,
          grantedBy: [{ policy: `inline policy ${HOSTILE}`, index: 0 }],
        }),
      ],
      denied: [
        {
          action: 's3:GetObject',
          first: NOW,
          last: NOW,
          count: 1,
          resources: [HOSTILE, 'y'.repeat(10_000)],
          errorCode: HOSTILE,
        },
      ],
    }),
    assess('z'.repeat(10_000), { lastSeen: NOW, actions: [verdict('s3:PutObject', 'unused')] }),
  ];
}

import { any, type EscalationPath, on } from './escalation-path.ts';

/** Paths that change IAM itself, or take on another identity. */
export const PATHS_BY_IAM: readonly EscalationPath[] = [
  {
    could: 'put a new version in force of a policy that it has',
    why: 'A new version may grant anything, and --set-as-default needs no further permission.',
    needs: [any('iam:CreatePolicyVersion')],
  },
  {
    could: 'put an older, wider version of a policy in force',
    why: 'A policy keeps up to five versions, of which the older ones may grant more.',
    needs: [any('iam:SetDefaultPolicyVersion')],
  },
  {
    could: 'add a policy to its own role',
    why: 'What is attached holds for the sessions that run already.',
    needs: [on('own-role', 'iam:PutRolePolicy', 'iam:AttachRolePolicy')],
  },
  {
    could: 'add a policy to a role that it may assume',
    why: 'The other role gets the permissions first, its credentials follow.',
    needs: [on('other-role', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'), on('other-role', 'sts:AssumeRole')],
  },
  {
    could: 'add a policy to a user',
    why: 'Whoever holds the user’s keys has the permissions.',
    needs: [any('iam:PutUserPolicy', 'iam:AttachUserPolicy')],
  },
  {
    could: 'add a policy or a member to a group',
    why: 'Members have what the group has.',
    needs: [any('iam:PutGroupPolicy', 'iam:AttachGroupPolicy', 'iam:AddUserToGroup')],
  },
  {
    could: 'make an access key for a user with more permissions',
    why: 'The secret is in the answer.',
    needs: [any('iam:CreateAccessKey')],
  },
  {
    could: 'set the console password of a user',
    why: 'The password is a parameter of the call.',
    needs: [any('iam:CreateLoginProfile', 'iam:UpdateLoginProfile')],
  },
  {
    could: 'make service credentials for a user',
    why: 'The secret is in the answer.',
    needs: [any('iam:CreateServiceSpecificCredential', 'iam:ResetServiceSpecificCredential')],
  },
  {
    could: 'let itself into another role',
    why: 'Within an account a trust policy that names the principal suffices for AssumeRole; and any principal of another account can be named.',
    needs: [on('other-role', 'iam:UpdateAssumeRolePolicy')],
  },
  {
    could: 'sign in to roles by an identity provider of its own',
    why: 'Metadata with a certificate of one’s own makes every assertion valid.',
    needs: [any('iam:UpdateSAMLProvider')],
  },
  {
    could: 'lift its permissions boundary',
    why: 'Without the boundary the role has all that its policies grant.',
    needs: [on('own-boundary', 'iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary')],
  },
  {
    could: 'assume every role that trusts the account',
    why: 'A trust policy that names the account leaves it to the account’s own policies who gets in; here everybody of this role does.',
    needs: [on('every-role', 'sts:AssumeRole')],
    takesExisting: true,
  },
  {
    could: 'set the roles of an identity pool',
    why: 'Users of the pool, guests too, get the role’s credentials.',
    needs: [
      { on: 'passed', service: 'cognito-identity.amazonaws.com', actions: ['iam:PassRole'] },
      any('cognito-identity:SetIdentityPoolRoles'),
    ],
  },
];

/** One service's document in the form of AWS's service reference; the service is made up. */
export const mailDocument = {
  Name: 'mail',
  Version: 'v1.4',
  Actions: [
    {
      Name: 'SendMail',
      Annotations: {
        Properties: { IsList: false, IsPermissionManagement: false, IsTaggingOnly: false, IsWrite: true },
      },
      Resources: [{ Name: 'box', ConditionKeys: ['aws:ResourceTag/team'] }],
      SupportedBy: { 'IAM Access Analyzer Policy Generation': true, 'IAM Action Last Accessed': false },
    },
    {
      Name: 'ListBoxes',
      Annotations: { Properties: { IsList: true, IsWrite: false } },
      SupportedBy: { 'IAM Access Analyzer Policy Generation': true, 'IAM Action Last Accessed': true },
    },
    { Name: 'GetMail', Annotations: { Properties: {} }, Resources: [{ Name: 'mail' }, { Name: 'mail' }] },
    { Name: 'TagBox', Annotations: { Properties: { IsTaggingOnly: true, IsWrite: true } }, SupportedBy: {} },
    { Name: 'PutBoxPolicy', Annotations: { Properties: { IsPermissionManagement: true, IsWrite: true } } },
    { Name: 'Odd' },
  ],
  Resources: [{ Name: 'box', ARNFormats: ['arn:aws:mail:::box/*', 'arn:aws:mail:::oldbox/*'] }],
  Operations: [
    {
      Name: 'SendBulkMail',
      SDK: [{ Name: 'mail', Method: 'send_bulk_mail', Package: 'Boto3' }],
      AuthorizedActions: [
        { Name: 'SendMail', Service: 'mail' },
        { Name: 'Decrypt', Service: 'kms', Context: { 'kms:ViaService': ['mail'] } },
        { Name: 'SendMail', Service: 'mail' },
      ],
    },
    { Name: 'Ping' },
  ],
};

/** One way in which a role can escalate its privileges. */
export interface EscalationPath {
  /** All of these actions are needed; of an inner list, any one. Lower case. */
  readonly needs: readonly (string | readonly string[])[];
  /** What the holder would do, for the sentence "It could …". */
  readonly could: string;
}

/** Known combinations, one row each. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  { needs: ['iam:createpolicyversion'], could: 'put a new version in force of a policy that it has' },
  { needs: ['iam:setdefaultpolicyversion'], could: 'put an older, wider version of a policy in force' },
  { needs: [['iam:putrolepolicy', 'iam:attachrolepolicy']], could: 'add a policy to its own role' },
  { needs: [['iam:putuserpolicy', 'iam:attachuserpolicy']], could: 'add a policy to a user' },
  {
    needs: [['iam:putgrouppolicy', 'iam:attachgrouppolicy', 'iam:addusertogroup']],
    could: 'add a policy or a member to a group',
  },
  { needs: ['iam:createaccesskey'], could: 'make an access key for a user with more permissions' },
  { needs: [['iam:createloginprofile', 'iam:updateloginprofile']], could: 'set the console password of a user' },
  { needs: ['iam:updateassumerolepolicy', 'sts:assumerole'], could: 'let itself into another role' },
  {
    needs: [['iam:deleterolepermissionsboundary', 'iam:putrolepermissionsboundary']],
    could: 'lift its permissions boundary',
  },
  {
    needs: [
      'iam:passrole',
      ['ecs:runtask', 'ecs:starttask', 'ecs:createservice', 'ecs:updateservice'],
      'ecs:registertaskdefinition',
    ],
    could: 'run a container with another role',
  },
  { needs: ['iam:passrole', 'ecs:runtask'], could: 'run a task with another role in its overrides' },
  {
    needs: [
      'iam:passrole',
      'lambda:createfunction',
      [
        'lambda:invokefunction',
        'lambda:createeventsourcemapping',
        'lambda:addpermission',
        'lambda:createfunctionurlconfig',
      ],
    ],
    could: 'run a function with another role',
  },
  {
    needs: [['lambda:updatefunctioncode', 'lambda:updatefunctionconfiguration']],
    could: 'put its own code into functions that have other roles',
  },
  { needs: ['iam:passrole', 'ec2:runinstances'], could: 'start an instance with another role' },
  { needs: ['iam:passrole', 'cloudformation:createstack'], could: 'create a stack that acts with another role' },
  {
    needs: ['iam:passrole', ['glue:createjob', 'glue:updatejob', 'glue:createdevendpoint']],
    could: 'run a Glue job with another role',
  },
  {
    needs: [
      'iam:passrole',
      ['sagemaker:createnotebookinstance', 'sagemaker:createtrainingjob', 'sagemaker:createprocessingjob'],
    ],
    could: 'run a SageMaker job or notebook with another role',
  },
  {
    needs: ['iam:passrole', 'codebuild:createproject', 'codebuild:startbuild'],
    could: 'run a build with another role',
  },
  {
    needs: ['iam:passrole', 'datapipeline:createpipeline', 'datapipeline:putpipelinedefinition'],
    could: 'run a pipeline with another role',
  },
  {
    needs: ['iam:passrole', 'states:createstatemachine', 'states:startexecution'],
    could: 'run a state machine with another role',
  },
  { needs: [['ssm:sendcommand', 'ssm:startsession']], could: 'run commands on instances, with the instances’ roles' },
  { needs: ['ecs:executecommand'], could: 'run commands in containers, with their tasks’ roles' },
];

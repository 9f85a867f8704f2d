import { any, type EscalationPath } from './escalation-path.ts';

const CODE = 'The new code or command runs with the role that the resource has already; no role is passed.';

/** Paths that take over something that runs with a role of its own. */
export const PATHS_BY_EXISTING: readonly EscalationPath[] = [
  {
    could: 'put its own code into functions that have other roles',
    why: CODE,
    needs: [any('lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration')],
  },
  {
    could: 'run commands on instances, with the instances’ roles',
    why: 'A shell on an instance has the credentials of its metadata.',
    needs: [any('ssm:SendCommand', 'ssm:StartSession', 'ec2-instance-connect:SendSSHPublicKey')],
  },
  {
    could: 'run commands in containers, with their tasks’ roles',
    why: 'A shell in a container has the credentials of its task.',
    needs: [any('ecs:ExecuteCommand')],
  },
  {
    could: 'start an instance anew with its own user data',
    why: 'User data runs as root; it can be changed while the instance is stopped.',
    needs: [any('ec2:ModifyInstanceAttribute'), any('ec2:StopInstances'), any('ec2:StartInstances')],
    takesExisting: true,
  },
  {
    could: 'change the launch template of instances that have other roles',
    why: 'A version keeps the template’s instance profile; groups that follow $Default start with it.',
    needs: [any('ec2:CreateLaunchTemplateVersion'), any('ec2:ModifyLaunchTemplate')],
    takesExisting: true,
  },
  {
    could: 'update a stack with the stack’s service role',
    why: 'A stack keeps its service role, and an update needs no iam:PassRole ("CloudFormation service role").',
    needs: [any('cloudformation:UpdateStack')],
    takesExisting: true,
  },
  {
    could: 'change a stack by a change set, with the stack’s service role',
    why: 'A change set is executed with the role that the stack has ("CloudFormation service role").',
    needs: [any('cloudformation:CreateChangeSet'), any('cloudformation:ExecuteChangeSet')],
    takesExisting: true,
  },
  {
    could: 'update a stack set with its execution roles',
    why: 'The template is deployed with the roles that the stack set has in every account.',
    needs: [any('cloudformation:UpdateStackSet')],
    takesExisting: true,
  },
  {
    could: 'run its own commands in builds that have other roles',
    why: 'StartBuild and StartBuildBatch take a buildspec that replaces the project’s (buildspecOverride).',
    needs: [any('codebuild:StartBuild', 'codebuild:StartBuildBatch')],
    takesExisting: true,
  },
  {
    could: 'open a Glue endpoint or session that has another role',
    why: 'UpdateDevEndpoint adds an SSH key; RunStatement runs code in a session that exists.',
    needs: [any('glue:UpdateDevEndpoint', 'glue:RunStatement')],
    takesExisting: true,
  },
  {
    could: 'open a SageMaker notebook or Studio that has another role',
    why: 'The URL leads to a shell with the credentials of the execution role.',
    needs: [any('sagemaker:CreatePresignedNotebookInstanceUrl', 'sagemaker:CreatePresignedDomainUrl')],
    takesExisting: true,
  },
  {
    could: 'have a notebook that has another role run its own script',
    why: 'A lifecycle configuration runs as root when the notebook starts.',
    needs: [
      any('sagemaker:CreateNotebookInstanceLifecycleConfig', 'sagemaker:UpdateNotebookInstanceLifecycleConfig'),
      any('sagemaker:UpdateNotebookInstance'),
      any('sagemaker:StartNotebookInstance'),
    ],
    takesExisting: true,
  },
  {
    could: 'put its own code into a service of App Runner',
    why: CODE,
    needs: [any('apprunner:UpdateService')],
    takesExisting: true,
  },
  {
    could: 'change a state machine that has another role',
    why: 'UpdateStateMachine without a role keeps the one it has.',
    needs: [any('states:UpdateStateMachine'), any('states:StartExecution', 'states:StartSyncExecution')],
    takesExisting: true,
  },
  {
    could: 'run code in an agent’s interpreter that has another role',
    why: CODE,
    needs: [any('bedrock-agentcore:StartCodeInterpreterSession'), any('bedrock-agentcore:InvokeCodeInterpreter')],
    takesExisting: true,
  },
  {
    could: 'place tasks that have other roles on a machine of its own',
    why: 'A machine that is registered as a container instance is handed the credentials of the tasks placed on it.',
    needs: [any('ecs:RegisterContainerInstance'), any('ecs:StartTask', 'ecs:UpdateContainerInstancesState')],
    takesExisting: true,
  },
  {
    could: 'run steps on an EMR cluster that has another role',
    why: CODE,
    needs: [any('elasticmapreduce:AddJobFlowSteps')],
    takesExisting: true,
  },
  {
    could: 'change a pipeline of Data Pipeline that has other roles',
    why: CODE,
    needs: [any('datapipeline:PutPipelineDefinition'), any('datapipeline:ActivatePipeline')],
    takesExisting: true,
  },
  {
    could: 'deploy its own revision to instances that have other roles',
    why: 'Hooks of a revision run on the instance.',
    needs: [any('codedeploy:CreateDeployment'), any('codedeploy:RegisterApplicationRevision')],
    takesExisting: true,
  },
];

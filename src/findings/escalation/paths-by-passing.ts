import { any, type EscalationPath, pass } from './escalation-path.ts';

const CODE = 'The code is the caller’s, the credentials are those of the role that is passed.';
const TARGET = 'The service makes the call of the caller’s choice with the role that is passed.';

/** Paths that pass another role to something new ("Grant a user permissions to pass a role to an AWS service"). */
export const PATHS_BY_PASSING: readonly EscalationPath[] = [
  {
    could: 'run a container with another role',
    why: CODE,
    needs: [
      pass('ecs-tasks'),
      any('ecs:RegisterTaskDefinition'),
      any('ecs:RunTask', 'ecs:StartTask', 'ecs:CreateService', 'ecs:UpdateService', 'ecs:CreateTaskSet'),
    ],
  },
  {
    could: 'run a task with another role in its overrides',
    why: 'Overrides name roles, command and environment.',
    needs: [pass('ecs-tasks'), any('ecs:RunTask', 'ecs:StartTask')],
  },
  {
    could: 'run a function with another role',
    why: CODE,
    needs: [
      pass('lambda'),
      any('lambda:CreateFunction'),
      any(
        'lambda:InvokeFunction',
        'lambda:CreateEventSourceMapping',
        'lambda:AddPermission',
        'lambda:CreateFunctionUrlConfig',
      ),
    ],
  },
  {
    could: 'start an instance with another role',
    why: CODE,
    needs: [pass('ec2'), any('ec2:RunInstances', 'ec2:RequestSpotInstances', 'ec2:CreateFleet')],
  },
  {
    could: 'give an instance another role',
    why: 'The instance’s metadata hands out the new role’s credentials.',
    needs: [pass('ec2'), any('ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation')],
  },
  {
    could: 'have a group start instances with another role',
    why: CODE,
    needs: [
      pass('ec2'),
      any('autoscaling:CreateLaunchConfiguration', 'ec2:CreateLaunchTemplate', 'ec2:CreateLaunchTemplateVersion'),
      any('autoscaling:CreateAutoScalingGroup', 'autoscaling:UpdateAutoScalingGroup'),
    ],
  },
  {
    could: 'create or change a stack that acts with another role',
    why: 'CloudFormation makes what the template says with the service role that is passed.',
    needs: [pass('cloudformation'), any('cloudformation:CreateStack', 'cloudformation:UpdateStack')],
  },
  {
    could: 'execute a change set that acts with another role',
    why: 'A change set creates stacks as well, with the service role that is passed.',
    needs: [pass('cloudformation'), any('cloudformation:CreateChangeSet'), any('cloudformation:ExecuteChangeSet')],
  },
  {
    could: 'deploy a stack set with another role',
    why: 'The administration role that is passed deploys the template into accounts.',
    needs: [
      pass('cloudformation'),
      any('cloudformation:CreateStackSet', 'cloudformation:UpdateStackSet'),
      any('cloudformation:CreateStackInstances', 'cloudformation:UpdateStackSet'),
    ],
  },
  {
    could: 'run a Glue job with another role',
    why: CODE,
    needs: [
      pass('glue'),
      any('glue:CreateJob', 'glue:UpdateJob'),
      any('glue:StartJobRun', 'glue:CreateTrigger', 'glue:StartTrigger'),
    ],
  },
  {
    could: 'open a Glue endpoint or session with another role',
    why: 'Statements and shells of the caller run with the role that is passed.',
    needs: [pass('glue'), any('glue:CreateDevEndpoint', 'glue:CreateSession')],
  },
  {
    could: 'run a SageMaker job or notebook with another role',
    why: CODE,
    needs: [
      pass('sagemaker'),
      any('sagemaker:CreateNotebookInstance', 'sagemaker:CreateTrainingJob', 'sagemaker:CreateProcessingJob'),
    ],
  },
  {
    could: 'run a build with another role',
    why: CODE,
    needs: [
      pass('codebuild'),
      any('codebuild:CreateProject', 'codebuild:UpdateProject'),
      any('codebuild:StartBuild', 'codebuild:StartBuildBatch', 'codebuild:CreateWebhook'),
    ],
  },
  {
    could: 'run a pipeline with another role',
    why: 'Activities run commands with the roles of the definition.',
    needs: [pass('datapipeline'), any('datapipeline:CreatePipeline'), any('datapipeline:PutPipelineDefinition')],
  },
  {
    could: 'run a state machine with another role',
    why: TARGET,
    needs: [
      pass('states'),
      any('states:CreateStateMachine', 'states:UpdateStateMachine'),
      any('states:StartExecution', 'states:StartSyncExecution'),
    ],
  },
  {
    could: 'run a web service of App Runner with another role',
    why: CODE,
    needs: [pass('tasks.apprunner'), any('apprunner:CreateService', 'apprunner:UpdateService')],
  },
  {
    could: 'run a batch job with another role',
    why: CODE,
    needs: [pass('ecs-tasks'), any('batch:RegisterJobDefinition'), any('batch:SubmitJob')],
  },
  {
    could: 'schedule a call with another role',
    why: TARGET,
    needs: [pass('scheduler'), any('scheduler:CreateSchedule', 'scheduler:UpdateSchedule')],
  },
  {
    could: 'have a rule’s target act with another role',
    why: 'The rule is on a schedule, and its target runs with the role that is passed.',
    needs: [pass('events'), any('events:PutRule', 'events:EnableRule'), any('events:PutTargets')],
  },
  {
    could: 'run a pipe with another role',
    why: TARGET,
    needs: [pass('pipes'), any('pipes:CreatePipe', 'pipes:UpdatePipe')],
  },
  {
    could: 'run an automation with another role',
    why: 'An automation document’s steps call any API with the role that is passed.',
    needs: [pass('ssm'), any('ssm:StartAutomationExecution')],
  },
  {
    could: 'run code of an agent’s interpreter with another role',
    why: CODE,
    needs: [
      pass('bedrock-agentcore'),
      any('bedrock-agentcore:CreateCodeInterpreter', 'bedrock-agentcore:CreateAgentRuntime'),
      any('bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:InvokeAgentRuntime'),
    ],
  },
  {
    could: 'run a Bedrock agent with another role',
    why: 'The agent acts on the caller’s instructions with the role that is passed.',
    needs: [pass('bedrock'), any('bedrock:CreateAgent', 'bedrock:UpdateAgent'), any('bedrock:InvokeAgent')],
  },
  {
    could: 'run an EMR cluster with another role',
    why: CODE,
    needs: [pass('ec2'), any('elasticmapreduce:RunJobFlow')],
  },
  {
    could: 'run an EMR Serverless job with another role',
    why: CODE,
    needs: [pass('emr-serverless'), any('emr-serverless:StartJobRun')],
  },
];

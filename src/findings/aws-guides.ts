/** Base URL of the IAM User Guide. */
export const IAM_USER_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** Base URL of the Amazon ECS Developer Guide. */
export const ECS_DEVELOPER_GUIDE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide';

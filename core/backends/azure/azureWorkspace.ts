import { Failure } from '#core/base/failure.ts';

/** A workspace as the addresses of its operations name it. */
export interface AzureWorkspace {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** What one stores as a credential: a key, or a connection string, which also says what the key is for. */
export interface AzureKey {
  readonly key: string;
  readonly workspace?: AzureWorkspace;
  readonly endpoint?: string;
}

/**
 * Reads a resource id: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Quantum/Workspaces/…`, in any case.
 * @throws Failure `invalid-input`
 */
export function azureWorkspace(resourceId: string, backend: string): AzureWorkspace {
  const parts =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Quantum\/workspaces\/([^/]+)\/?$/i;
  const [, subscription, resourceGroup, name] = parts.exec(resourceId.trim()) ?? [];
  if (subscription !== undefined && resourceGroup !== undefined && name !== undefined) {
    return { subscription, resourceGroup, name };
  }
  throw new Failure('invalid-input', `The workspace of backend '${backend}' is not the resource id of a workspace.`, {
    advice:
      'Copy it from the properties of the workspace in the Azure portal: /subscriptions/…/resourceGroups/…/providers/Microsoft.Quantum/Workspaces/….',
  });
}

/** The path under which all operations of a workspace are. */
export function workspacePath({ name, resourceGroup, subscription }: AzureWorkspace): string {
  const [id, group, workspace] = [subscription, resourceGroup, name].map(encodeURIComponent);
  return `/subscriptions/${id}/resourceGroups/${group}/providers/Microsoft.Quantum/workspaces/${workspace}`;
}

/**
 * The address of the service in a location, such as `eastus` or `East US`; `eastus-v2` for workspaces of the second
 * version.
 * @throws Failure `invalid-input` for what is no name of a location: it would lead elsewhere
 */
export function azureEndpoint(location: string, backend: string): string {
  const name = location.toLowerCase().replaceAll(' ', '');
  if (/^[a-z0-9]+(-v2)?$/.test(name)) return `https://${name}.quantum.azure.com`;
  throw new Failure('invalid-input', `The location of backend '${backend}' is not one of Azure's.`, {
    advice: 'Write it as the Azure portal does, such as eastus.',
  });
}

/**
 * Reads what is stored as a credential.
 * @throws Failure `auth` for a connection string that lacks something or leads to another host than Azure's
 */
export function azureKey(secret: string, credential: string): AzureKey {
  if (!/(^|;)\s*(ApiKey|SubscriptionId)\s*=/i.test(secret)) return { key: secret.trim() };
  const fields = new Map<string, string>();
  for (const field of secret.split(';')) {
    const [name = '', ...value] = field.split('=');
    fields.set(name.trim().toLowerCase(), value.join('=').trim());
  }
  const key = fields.get('apikey');
  const subscription = fields.get('subscriptionid');
  const resourceGroup = fields.get('resourcegroupname');
  const name = fields.get('workspacename');
  const endpoint = fields.get('quantumendpoint')?.replace(/\/+$/, '');
  if (!key || !subscription || !resourceGroup || !name || !endpoint || !isAzureHost(endpoint)) {
    throw new Failure(
      'auth',
      `The credential '${credential}' is not a connection string of an Azure Quantum workspace.`,
      {
        advice: 'Copy one of those under "Access keys" of the workspace in the Azure portal, and store it anew.',
      },
    );
  }
  return { key, workspace: { subscription, resourceGroup, name }, endpoint };
}

export function isSameWorkspace(one: AzureWorkspace, other: AzureWorkspace): boolean {
  return workspacePath(one).toLowerCase() === workspacePath(other).toLowerCase();
}

function isAzureHost(endpoint: string): boolean {
  return /^https:\/\/[a-z0-9.-]+\.quantum\.azure\.com$/i.test(endpoint);
}

// Types that more than one file uses.

@export()
@description('A key of the registry. The key itself is nowhere: callers have it, the registry knows its hash.')
type registryKey = {
  @description('Name of the key: 1 to 64 letters, digits, dots, underscores or hyphens. It is the owner of what is registered with it.')
  name: string

  @description('SHA-256 of the key as 64 hexadecimal digits; two, separated by a comma, while it is changed.')
  sha256: string

  @description('What it may do.')
  role: 'reader' | 'agent' | 'operator' | 'admin'

  @description('Agent type or id prefix that it is confined to.')
  scope: string?

  @description('How many agents it may own.')
  maxAgents: int?
}

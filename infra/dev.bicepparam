// A registry to try things on: scales to nothing, keys of the account work too.
using './main.bicep'

param name = 'regdev'
param storageSku = 'Standard_LRS'
param allowSharedKey = true
param maximumInstances = 40
param shards = 4
param keys = empty(readEnvironmentVariable('REGISTRY_ADMIN_SHA256', ''))
  ? []
  : [
      {
        name: 'admin'
        sha256: readEnvironmentVariable('REGISTRY_ADMIN_SHA256', '')
        role: 'admin'
      }
    ]
param tags = {
  application: 'agent-registry'
  environment: 'dev'
}

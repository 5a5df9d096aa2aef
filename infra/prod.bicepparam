// A registry that is relied upon: always there, no keys of the account, storage over private endpoints.
using './main.bicep'

param name = 'regprod'
param storageSku = 'Standard_ZRS'
param allowSharedKey = false
param privateNetwork = true
param instanceMemory = 2048
param maximumInstances = 40
param alwaysReadyHttp = 2
param alwaysReadyJobs = 1
param shards = 8
param logRetentionDays = 90
param alertEmails = empty(readEnvironmentVariable('REGISTRY_ALERT_EMAIL', ''))
  ? []
  : [readEnvironmentVariable('REGISTRY_ALERT_EMAIL', '')]
param keys = [
  {
    name: 'admin'
    sha256: readEnvironmentVariable('REGISTRY_ADMIN_SHA256')
    role: 'admin'
  }
]
param tags = {
  application: 'agent-registry'
  environment: 'prod'
}

// The Agent Registry on Azure: one function app on a Flex Consumption plan, one storage account, and what watches them.
// docs/deployment.md says how to use it; deploy.sh does it.
targetScope = 'resourceGroup'

import { registryKey } from 'modules/types.bicep'

@description('Short name that all resources are named after: 3 to 12 lower-case letters and digits, a letter first.')
@minLength(3)
@maxLength(12)
param name string

@description('Where the resources are. Flex Consumption is not in every region.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object = {}

@description('Who may call: a key is known by its SHA-256 alone. Without any key every call is answered 401.')
param keys registryKey[] = []

@description('Table that the registry keeps its agents in. Several registries may share an account.')
param table string = 'registry'

@description('Shards of the table, 1 to 64. Read only when the table is created.')
@minValue(1)
@maxValue(64)
param shards int = 4

@description('When the sweep runs: NCRONTAB, six fields, seconds first, UTC.')
param sweepSchedule string = '*/15 * * * * *'

@description('When probes run, in the same form.')
param probeSchedule string = '*/5 * * * * *'

@description('Settings of the registry beside those above, by their names in docs/deployment.md. They win.')
param registrySettings object = {}

@description('Whether the account can be used with its keys. Never in production: the app signs in with its identity.')
param allowSharedKey bool = false

@description('Redundancy of the storage account. Zone-redundant survives the loss of a data centre.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Instances at most. Each has all agents in memory and reads the log by itself: few large ones are cheaper than many small ones.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('HTTP instances that are always there: no cold start, and streams are kept.')
@minValue(0)
@maxValue(100)
param alwaysReadyHttp int = 0

@description('Instances for the sweep and for the probes that are always there. Without them the platform starts one for each run after a pause.')
@minValue(0)
@maxValue(1)
param alwaysReadyJobs int = 0

@description('Requests that an instance gets at a time before another is started. Waiting polls and streams count.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 500

@description('Whether storage is reached over private endpoints in a virtual network alone.')
param privateNetwork bool = false

@description('Address space of the virtual network: two /26 subnets of it are used.')
param addressPrefix string = '10.60.0.0/24'

@description('Client id of an application registered in Microsoft Entra ID. Given: the platform lets nobody in without a token for it; keys are then sent as x-functions-key.')
param entraClientId string = ''

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Who is told of alerts by mail. Empty: alerts are only shown.')
param alertEmails string[] = []

@description('Where metrics and traces go too, as OTLP over HTTP. Empty: nowhere.')
param otlpEndpoint string = ''

var suffix = uniqueString(resourceGroup().id, name)
var names = {
  identity: 'id-${name}-${suffix}'
  storage: take('st${name}${suffix}', 24)
  plan: 'plan-${name}-${suffix}'
  app: 'func-${name}-${suffix}'
  logs: 'log-${name}-${suffix}'
  insights: 'appi-${name}-${suffix}'
  network: 'vnet-${name}-${suffix}'
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: names.logs
    insightsName: names.insights
    location: location
    tags: tags
    retentionDays: logRetentionDays
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: names.storage
    location: location
    tags: tags
    sku: storageSku
    table: table
    allowSharedKey: allowSharedKey
    publicAccess: !privateNetwork
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    name: names.network
    location: location
    tags: tags
    addressPrefix: addressPrefix
    storageName: storage.outputs.name
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module app 'modules/function-app.bicep' = {
  name: 'function-app'
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    insightsName: monitoring.outputs.insightsName
    keys: keys
    table: table
    shards: shards
    sweepSchedule: sweepSchedule
    probeSchedule: probeSchedule
    registrySettings: registrySettings
    otlpEndpoint: otlpEndpoint
    instanceMemory: instanceMemory
    maximumInstances: maximumInstances
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyJobs: alwaysReadyJobs
    httpConcurrency: httpConcurrency
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    entraClientId: entraClientId
  }
  // A worker that starts before its roles is denied by storage until they have spread.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    storageName: storage.outputs.name
    emails: alertEmails
  }
}

@description('Where the registry answers.')
output functionUrl string = app.outputs.url

@description('Name of the function app, for publishing.')
output functionAppName string = app.outputs.name

@description('Name of the storage account.')
output storageName string = storage.outputs.name

@description('Client id of the identity that the app runs as.')
output identityClientId string = identity.outputs.clientId

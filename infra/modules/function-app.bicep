// The function app on a Flex Consumption plan, with all of its settings.

import { registryKey } from 'types.bicep'

@description('Name of the app; with .azurewebsites.net its address.')
param name string

@description('Name of the plan.')
param planName string

@description('Where they are.')
param location string

@description('Their tags.')
param tags object

@description('Resource id of the identity that it runs as.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('The storage account.')
param storageName string

@description('Container that deployments go to.')
param deploymentContainer string

@description('The Application Insights component.')
param insightsName string

@description('Who may call.')
param keys registryKey[]

@description('The registry\'s table.')
param table string

@description('Its shards, when it is created.')
param shards int

@description('When the sweep runs.')
param sweepSchedule string

@description('When probes run.')
param probeSchedule string

@description('More settings of the registry. They win.')
param registrySettings object

@description('Where metrics and traces go too; empty: nowhere.')
param otlpEndpoint string

@description('Memory of an instance in MB.')
param instanceMemory int

@description('Instances at most.')
param maximumInstances int

@description('HTTP instances that are always there.')
param alwaysReadyHttp int

@description('Instances for each job that are always there.')
param alwaysReadyJobs int

@description('Requests that an instance gets at a time. host.json has to let as many run.')
param httpConcurrency int = 500

@description('Subnet to reach storage from; empty: over the internet.')
param subnetId string

@description('Application in Microsoft Entra ID that callers need a token for; empty: none is needed.')
param entraClientId string

// Settings that every registry has. Names and meaning: docs/deployment.md.
var appSettings = {
  AzureWebJobsStorage__blobServiceUri: account.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  SweepSchedule: sweepSchedule
  ProbeSchedule: probeSchedule
  Registry__Storage: 'table'
  Registry__Table: table
  Registry__Shards: string(shards)
  Registry__MaxStaleness: '00:00:01'
  Registry__HeartbeatFlushInterval: '00:00:00.100'
  Registry__VectorRefresh: '00:00:05'
  Registry__EventRetention: '7.00:00:00'
  Registry__Outbound__AllowPrivate: 'false'
  Registry__Probing__Enabled: 'true'
  Registry__HealthCheck__IntervalSeconds: '30'
  Registry__HealthCheck__TimeoutSeconds: '5'
  Registry__HealthCheck__FailureThreshold: '3'
  Registry__HealthCheck__SuccessThreshold: '2'
  Registry__ServiceTtlSeconds: '300'
  Registry__RequiredTypes: ''
  Registry__Limits__PerKey: '5000'
  Registry__Limits__PerAddress: '50'
  Registry__Limits__InFlight: '20000'
  Registry__Cors__Origins: ''
}

var hashes = toObject(keys, key => 'Registry__Keys__${key.name}__Sha256', key => key.sha256)
var roles = toObject(keys, key => 'Registry__Keys__${key.name}__Role', key => key.role)
var scopes = toObject(
  filter(keys, key => contains(key, 'scope')),
  key => 'Registry__Keys__${key.name}__Namespace',
  key => key.?scope ?? ''
)
var quotas = toObject(
  filter(keys, key => contains(key, 'maxAgents')),
  key => 'Registry__Keys__${key.name}__MaxAgents',
  key => string(key.?maxAgents ?? 0)
)
var telemetry = empty(otlpEndpoint)
  ? {}
  : {
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf'
    }
var allSettings = union(appSettings, hashes, roles, scopes, quotas, telemetry, registrySettings)

// All HTTP functions share one group of instances; each timer has its own.
var alwaysReady = concat(
  alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : [],
  alwaysReadyJobs > 0
    ? [
        { name: 'function:Sweep', instanceCount: alwaysReadyJobs }
        { name: 'function:Probe', instanceCount: alwaysReadyJobs }
      ]
    : []
)

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      appSettings: map(items(allSettings), setting => { name: setting.key, value: setting.value })
    }
  }
}

// Publishing signs in with Microsoft Entra ID.
resource publishingPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

resource authentication 'Microsoft.Web/sites/config@2024-04-01' = if (!empty(entraClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      // Load balancers and monitors have no token.
      excludedPaths: ['/health/live']
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: entraClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [entraClientId, 'api://${entraClientId}']
        }
      }
    }
    login: {
      tokenStore: {
        enabled: false
      }
    }
  }
}

@description('Where it answers.')
output url string = 'https://${app.properties.defaultHostName}'

@description('Its name.')
output name string = app.name

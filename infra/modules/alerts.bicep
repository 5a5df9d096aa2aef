// Alerts over what the platform knows. infra/observability has those over the registry's own metrics; docs/deployment.md says where to go from each.

@description('Name that the rules begin with.')
param name string

@description('Where the rules are.')
param location string

@description('Their tags.')
param tags object

@description('The Log Analytics workspace.')
param workspaceId string

@description('The storage account.')
param storageName string

@description('Who is told by mail. Empty: nobody.')
param emails string[]

var actions = empty(emails) ? [] : [group.id]

// Each query gives a row where something is wrong. Requests are sampled, so their items are counted; metrics, traces and exceptions are not.
var rules = [
  {
    name: 'sweep-missing'
    description: 'No sweep ended well for ten minutes: nobody is marked unreachable or expires.'
    severity: 1
    query: 'AppMetrics | where Name == "Sweep Successes" | summarize Runs = sum(Sum) | where Runs == 0 or isnull(Runs)'
  }
  {
    name: 'probe-failing'
    description: 'Runs of the probes fail.'
    severity: 2
    query: 'AppMetrics | where Name == "Probe Failures" | summarize Failures = sum(Sum) | where Failures > 5'
  }
  {
    name: 'server-errors'
    description: 'More than 1 % of requests end in 5xx.'
    severity: 1
    query: 'AppRequests | summarize All = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) >= 500) | where All > 100 and Failed * 100 > All'
  }
  {
    name: 'exceptions'
    description: 'The program has a fault: an exception reached the log.'
    severity: 2
    query: 'AppExceptions | summarize Count = count() | where Count > 10'
  }
]

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: '${name}-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: [
      for (email, i) in emails: {
        name: 'operator${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource queries 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: '${name}: ${rule.name}'
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT10M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: actions
      }
    }
  }
]

resource throttling 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-storage-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'The table service asks to slow down.'
    enabled: true
    severity: 2
    scopes: ['${account.id}/tableServices/default']
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'throttled'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts/tableServices'
          metricName: 'Transactions'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 100
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: ['ServerBusyError', 'ClientThrottlingError', 'ServerTimeoutError']
            }
          ]
        }
      ]
    }
    actions: [for id in actions: { actionGroupId: id }]
  }
}

// Who is told what. The log alerts of ../alerts.json look for the lines that the functions write.
param location string
param tags object
param insightsId string
param serviceBusId string

@description('An e-mail address; empty for nobody: alerts then show in the portal alone.')
param mailTo string

var logAlerts = loadJsonContent('../alerts.json')
var queueNames = map(loadJsonContent('../queues.json').queues, queue => queue.name)
var actionGroups = empty(mailTo) ? [] : [people.id]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(mailTo)) {
  name: 'promo-alerts'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'promo'
    emailReceivers: [
      {
        name: 'mail'
        emailAddress: mailTo
        useCommonAlertSchema: true
      }
    ]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'promo-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A queue has dead letters: a claim, a mail or an event that was not processed.'
    enabled: true
    severity: 2
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-letters'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: queueNames
            }
          ]
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [for group in actionGroups: { actionGroupId: group }]
  }
}

resource lines 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: 'promo-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'promo-${alert.name}'
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [insightsId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: 'traces | where message contains "${alert.message}"'
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alert.above
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: actionGroups
      }
    }
  }
]

// Requests are sampled, so each stands for itemCount of them; every line of a failure is kept (host.json).
resource errorRate 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'promo-error-rate'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'promo-error-rate'
    description: 'More than one request in a hundred was answered with 500 or 503.'
    enabled: true
    severity: 1
    scopes: [insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: '''
let failed = toscalar(traces | where message startswith "A request failed for a reason of ours" or message startswith "Storage or a queue does not answer" | count);
requests | summarize answered = sum(itemCount) | where answered >= 100 and failed * 100 > answered
'''
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
    autoMitigate: true
    actions: {
      actionGroups: actionGroups
    }
  }
}

// Application Insights over a Log Analytics workspace. Only the app's identity may write to it.
param workspaceName string
param insightsName string
param location string
param tags object

@description('Days that logs are kept.')
param retentionDays int

@description('Gigabytes of logs a day after which the rest of the day is not kept.')
param dailyCapGb int

@description('The principal that may publish telemetry.')
param publisherId string

// Monitoring Metrics Publisher
var publisherRole = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, publisherId, publisherRole)
  scope: insights
  properties: {
    principalId: publisherId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', publisherRole)
  }
}

output insightsId string = insights.id
output connection string = insights.properties.ConnectionString

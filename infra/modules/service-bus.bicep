// The queues of ../queues.json, the file that the local runtime makes its queues from too.
param name string
param location string
param tags object

@description('The principal that sends and receives.')
param userId string

var queues = loadJsonContent('../queues.json').queues

// Azure Service Bus Data Sender and Data Receiver. The receiver's role also reads a queue's length, by which the app is scaled.
var roles = [
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
]

// Basic has no duplicate detection.
resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for description in queues: {
    parent: namespace
    name: description.name
    properties: {
      lockDuration: description.lockDuration
      maxDeliveryCount: description.maxDeliveryCount
      requiresDuplicateDetection: description.requiresDuplicateDetection
      duplicateDetectionHistoryTimeWindow: description.?duplicateDetectionHistoryTimeWindow
      defaultMessageTimeToLive: description.defaultMessageTimeToLive
      deadLetteringOnMessageExpiration: description.?deadLetteringOnMessageExpiration ?? false
    }
  }
]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    name: guid(namespace.id, userId, role)
    scope: namespace
    properties: {
      principalId: userId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

output id string = namespace.id
output host string = '${namespace.name}.servicebus.windows.net'

// What must not stand in settings: SendGrid's key, the secret of customers' keys, and the audiences' function keys.
param name string
param location string
param tags object

@secure()
param sendGridKey string

@description('The principal that reads the secrets.')
param userId string

// Key Vault Secrets User
var readerRole = '4633458b-17de-408a-b874-0445c86b69e6'
var audiences = map(items(loadJsonContent('../function-keys.json')), audience => audience.key)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    // ../keys.bicep takes the function keys from here.
    enabledForTemplateDeployment: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // The secret of customers' keys cannot be had again: nobody may purge it within the 90 days.
    enablePurgeProtection: true
  }
}

resource sendGrid 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'send-grid-key'
  properties: {
    value: sendGridKey
    contentType: 'The API key of SendGrid'
  }
}

module customerKeySecret 'random-secret.bicep' = {
  name: 'customer-key-secret'
  params: {
    vaultName: vault.name
    name: 'customer-key-secret'
    meaning: 'Customers are hashed under it; it must never change'
  }
}

module audienceKeys 'random-secret.bicep' = [
  for audience in audiences: {
    name: 'key-of-${audience}'
    params: {
      vaultName: vault.name
      name: 'key-${audience}'
      meaning: 'The function key of ${audience}'
    }
  }
]

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, userId, readerRole)
  scope: vault
  properties: {
    principalId: userId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRole)
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
output sendGridKeyName string = sendGrid.name
output customerKeySecretName string = customerKeySecret.outputs.name

// Gives every audience its key to its functions. It runs after the code is deployed (azure.yaml): a function that is not there has no keys.
param appName string
param vaultName string

var audiences = items(loadJsonContent('function-keys.json'))

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

// One audience after the other, since two may have a key of the same function, and a function's keys are one blob.
@batchSize(1)
module audienceKeys 'modules/audience-keys.bicep' = [
  for audience in audiences: {
    name: 'function-keys-${audience.key}'
    params: {
      appName: appName
      audience: audience.key
      functions: audience.value
      key: vault.getSecret('key-${audience.key}')
    }
  }
]

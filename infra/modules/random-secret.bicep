// A secret that is made once: a later deployment leaves the one that is there.
param vaultName string
param name string
param meaning string

@secure()
@description('122 random bits, new in every deployment and used in the first alone.')
param fresh string = newGuid()

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

@onlyIfNotExists()
resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: name
  properties: {
    value: fresh
    contentType: meaning
  }
}

output name string = name

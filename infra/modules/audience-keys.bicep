// The key of one audience, under its name and with one value, at each of its functions.
param appName string
param audience string
param functions string[]

@secure()
param key string

@batchSize(4)
resource functionKeys 'Microsoft.Web/sites/functions/keys@2024-11-01' = [
  for function in functions: {
    name: '${appName}/${function}/${audience}'
    // The published types put `value` beside `name`; the service itself takes it under `properties` (Azure/bicep-types-az issue 1357).
    #disable-next-line BCP037 BCP187
    properties: {
      name: audience
      value: key
    }
  }
]

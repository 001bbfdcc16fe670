// Everything that the functions need in one Azure subscription: `azd up` deploys it. README.md beside this file tells more.
targetScope = 'subscription'

@minLength(1)
@maxLength(32)
@description('The name of the azd environment. The names of all resources come from it.')
param environmentName string

@minLength(1)
@description('Where everything stands. It must be a region with Flex Consumption.')
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@allowed(['dev', 'prod'])
@description('How much of everything there is: a row of sizes.json.')
param tier string

@description('The name under which the shop sends mails.')
param shopName string

@description('The sender of mails; SendGrid must know it as verified.')
param mailFrom string

@secure()
@description('SendGrid\'s API key. It is kept in the Key Vault.')
param sendGridKey string

@description('SendGrid\'s address; in the EU https://api.eu.sendgrid.com.')
param sendGridHost string

@description('The IANA zone whose days reports go by.')
param businessTimeZone string

@description('Where customers\' browsers reach the functions, without /api. Empty: the function app\'s own address.')
param publicUrl string

@description('Where customers join the newsletter; may be empty.')
param newsletterUrl string

@description('Where customers join the loyalty programme; may be empty.')
param loyaltyUrl string

@description('Hours that an escalated claim may wait for a person.')
param escalationHours string

@description('Who is reminded of a claim past its deadline; nobody when empty.')
param escalationsMailTo string

@description('How many days before a personal code ends its customer is told; 0 for never.')
param codeNoticeDays string

@description('Who is mailed finished reports and differences; nobody when empty.')
param financeMailTo string

@allowed(['en', 'de'])
@description('The language of mails to finance and to the desk.')
param staffLanguage string

@description('Where an OpenTelemetry collector takes traces and metrics; none when empty.')
param otlpEndpoint string

@allowed(['http/protobuf', 'grpc'])
@description('How the collector takes them.')
param otlpProtocol string

@description('Who is told of alerts; nobody when empty.')
param alertsMailTo string

var token = uniqueString(subscription().id, environmentName, location)
var tags = {
  'azd-env-name': environmentName
}
var size = loadJsonContent('sizes.json')[tier]
var appName = 'func-promo-${token}'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-promo-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-promo-${token}'
    insightsName: 'appi-promo-${token}'
    location: location
    tags: tags
    retentionDays: size.logRetentionDays
    dailyCapGb: size.logDailyCapGb
    publisherId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'stpromo${token}'
    location: location
    tags: tags
    sku: size.storageSku
    userId: identity.outputs.principalId
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: {
    name: 'sb-promo-${token}'
    location: location
    tags: tags
    userId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    sendGridKey: sendGridKey
    userId: identity.outputs.principalId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: appName
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    deploymentContainer: storage.outputs.deploymentContainer
    serviceBusHost: serviceBus.outputs.host
    insightsConnection: monitoring.outputs.connection
    vaultUri: vault.outputs.uri
    customerKeySecretName: vault.outputs.customerKeySecretName
    sendGridKeyName: vault.outputs.sendGridKeyName
    size: size.app
    shop: {
      BusinessTimeZone: businessTimeZone
      PublicUrl: empty(publicUrl) ? 'https://${appName}.azurewebsites.net' : publicUrl
      ShopName: shopName
      MailFrom: mailFrom
      SendGridHost: sendGridHost
      NewsletterUrl: newsletterUrl
      LoyaltyUrl: loyaltyUrl
      EscalationHours: escalationHours
      EscalationsMailTo: escalationsMailTo
      CodeNoticeDays: codeNoticeDays
      FinanceMailTo: financeMailTo
      StaffLanguage: staffLanguage
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint
      OTEL_EXPORTER_OTLP_PROTOCOL: otlpProtocol
    }
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    serviceBusId: serviceBus.outputs.id
    mailTo: alertsMailTo
  }
}

// The names by which azd and the hook after a deployment know them.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = app.outputs.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output PROMO_URL string = 'https://${app.outputs.hostName}'

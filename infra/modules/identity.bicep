// The identity that the function app runs as.

@description('Name of the identity.')
param name string

@description('Where it is.')
param location string

@description('Its tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output id string = identity.id

@description('What role assignments name.')
output principalId string = identity.properties.principalId

@description('What an app names that has several identities.')
output clientId string = identity.properties.clientId

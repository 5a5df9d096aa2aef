using Registry.Functions.Tests.Deployment;

namespace Registry.Functions.Tests.Bicep;

/// <summary>The Bicep files hold together; and each check is shown to find what it is for.</summary>
public sealed class BicepCheckTests
{
    private const string App = "modules/function-app.bicep";

    [Fact]
    public async Task Faults_OfTheRepository_AreNone() => Assert.Equal([], BicepCheck.Faults(await BicepFiles.OfTheRepositoryAsync()));

    [Theory]
    [InlineData("main.bicep", "params: {\n    name: names.identity", "params {\n    name: names.identity", "this is not Bicep")]
    [InlineData("main.bicep", "'modules/alerts.bicep'", "'modules/alarms.bicep'", "there is no modules/alarms.bicep")]
    [InlineData("main.bicep", "'modules/alerts.bicep'", "'modules/alarms.bicep'", "modules/alerts.bicep: nobody uses it")]
    [InlineData("main.bicep", "    publicAccess: !privateNetwork\n", "", "the parameter publicAccess is missing")]
    [InlineData("main.bicep", "    publicAccess: !privateNetwork\n", "    publicAccess: !privateNetwork\n    open: true\n", "there is no parameter open")]
    [InlineData("main.bicep", "@description('Tags of every resource.')\n", "", "tags is not described")]
    [InlineData("main.bicep", "@description('Name of the storage account.')\n", "", "storageName is not described")]
    [InlineData("main.bicep", "retentionDays: logRetentionDays", "retentionDays: logRetention", "nobody declares logRetention")]
    [InlineData("main.bicep", "retentionDays: logRetentionDays", "retentionDays: 30", "nobody uses logRetentionDays")]
    [InlineData(App, "'Registry__Keys__${key.name}__Sha256'", "'Registry__Keys__${kez.name}__Sha256'", "nobody declares kez")]
    [InlineData(App, "union(appSettings", "merge(appSettings", "there is no function merge")]
    [InlineData("modules/roles.bicep", "  scope: insights\n", "", "the role assignment metrics is for the whole resource group")]
    [InlineData("modules/roles.bicep", "roleAssignments@2022-04-01' = {\n  name: guid(insights.id", "roleAssignments@2020-10-01-preview' = {\n  name: guid(insights.id", "no stable version")]
    [InlineData("modules/network.bicep", "storageAccounts@2023-05-01", "storageAccounts@2021-02-01", "used in several versions")]
    [InlineData("modules/storage.bicep", "'TLS1_2'", "'TLS1_0'", "old TLS")]
    [InlineData("modules/storage.bicep", "allowBlobPublicAccess: false", "allowBlobPublicAccess: true", "shows blobs")]
    [InlineData("modules/storage.bicep", "output name string = account.name", "output name string = account.listKeys().keys[0].value", "listKeys is a secret's name")]
    [InlineData("prod.bicepparam", "param allowSharedKey = false\n", "", "keys can be used in production")]
    [InlineData("prod.bicepparam", "param shards = 8", "param shard = 8", "there is no parameter shard")]
    [InlineData("prod.bicepparam", "param name = 'regprod'\n", "", "the parameter name is missing")]
    [InlineData("prod.bicepparam", "readEnvironmentVariable('REGISTRY_ADMIN_SHA256')", "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'", "a long random text")]
    [InlineData("dev.bicepparam", "using './main.bicep'", "using './dev.bicep'", "it does not use main.bicep")]
    public async Task Faults_OfAChange_AreTold(string path, string before, string after, string fault)
    {
        var files = await (await BicepFiles.OfTheRepositoryAsync()).WithAsync(path, before, after);

        Assert.Contains(BicepCheck.Faults(files), found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roles_OfTheIdentity_AreTheFourItNeeds()
    {
        var roles = (await BicepFiles.OfTheRepositoryAsync()).Trees["modules/roles.bicep"];

        var assigned = roles.OfType("resource_declaration").Select(role => role.OfType("object").First())
            .Where(role => role.Property("scope") is not null)
            .Select(role => (role.Property("scope")!.Text, role.Property("properties")!.Property("roleDefinitionId")!.OfType("property_identifier").Last().Text));

        Assert.Equal(
            [("account", "storageBlobDataOwner"), ("account", "storageQueueDataContributor"), ("account", "storageTableDataContributor"), ("insights", "monitoringMetricsPublisher")],
            assigned);
    }

    [Fact]
    public async Task Runtime_OfTheApp_IsTheOneThatIsBuilt()
    {
        var app = (await BicepFiles.OfTheRepositoryAsync()).Texts[App];

        Assert.Contains("name: 'dotnet-isolated'\n        version: '10.0'", app, StringComparison.Ordinal);
        Assert.Contains("<TargetFramework>net10.0</TargetFramework>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
    }
}

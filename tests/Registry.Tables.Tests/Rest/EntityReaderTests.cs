using System.Text;
using System.Text.Json;
using Registry.Tables.Rest;
using Xunit;

namespace Registry.Tables.Tests.Rest;

public sealed class EntityReaderTests
{
    [Fact]
    public void ReadPage_PropertiesOfOtherTypes_ArePassedOver()
    {
        const string Json =
            """
            {"odata.metadata":"https://acme.table.core.windows.net/$metadata#t","value":[
              {"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"a","Timestamp":"2026-01-02T03:04:05.6789012Z",
               "Id@odata.type":"Edm.Guid","Id":"c9da6455-213d-42c9-9a79-3e9149a57833","When@odata.type":"Edm.DateTime","When":"2026-01-01T00:00:00Z",
               "Double":1.5,"NaN@odata.type":"Edm.Double","NaN":"NaN","Int":7,"Null":null,"Object":{"a":[1]},
               "Text":"t","Long@odata.type":"Edm.Int64","Long":"-5","Bytes@odata.type":"Edm.Binary","Bytes":"AQI=","Flag":true,"Said@odata.type":"Edm.String","Said":"s"},
              {"RowKey":"b"}]}
            """;
        var entities = EntityReader.ReadPage(Encoding.UTF8.GetBytes(Json));
        Assert.Equal(["a", "b"], entities.Select(entity => entity.RowKey));
        Assert.Equal(["Text", "Long", "Bytes", "Flag", "Said"], entities[0].Properties.Select(property => property.Key));
        Assert.Equal(("W/\"1\"", -5), (entities[0].ETag, entities[0].Int64("Long")));
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:05.6789012Z", null), entities[0].Timestamp);
        Assert.Equal([1, 2], entities[0].Bytes("Bytes").ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"value\":[{\"PartitionKey\":\"p\"}]}")]
    [InlineData("{\"value\":[{\"RowKey\":\"a\"")]
    [InlineData("{\"value\":[{\"RowKey\":\"a\",\"N@odata.type\":\"Edm.Int64\",\"N\":\"x\"}]}")]
    public void ReadPage_NotThePagesJson_Throws(string json)
    {
        Assert.ThrowsAny<JsonException>(() => EntityReader.ReadPage(Encoding.UTF8.GetBytes(json)));
    }
}

namespace Registry.Core.Systems;

/// <summary>
/// What is known of endpoints. A new product is a new word in a row. Names of hosts and services are those that the providers document;
/// schemes those that drivers read.
/// </summary>
internal static class SystemTable
{
    public static IReadOnlyList<SystemRow> Rows { get; } =
    [
        new(SystemClue.Scheme, "soap soaps", SystemType.SoapService),
        new(SystemClue.Query, "wsdl singlewsdl", SystemType.SoapService),
        new(SystemClue.Path, ".wsdl .asmx .svc soap wsdl", SystemType.SoapService),

        new(SystemClue.Scheme, "amqp amqps kafka kafkas rabbitmq rabbitmqs nats tls+nats mqtt mqtts stomp stomp+ssl activemq jms sb sqs sns pulsar kinesis pubsub nsq zmq ibmmq mq", SystemType.MessageQueue),
        new(SystemClue.Host, "sqs.*.amazonaws.com queue.*.amazonaws.com sns.*.amazonaws.com mq.*.amazonaws.com kafka.*.amazonaws.com kafka-serverless.*.amazonaws.com kinesis.*.amazonaws.com firehose.*.amazonaws.com", SystemType.MessageQueue),
        new(SystemClue.Host, "sqs.*.amazonaws.com.cn sns.*.amazonaws.com.cn sqs.*.api.aws", SystemType.MessageQueue),
        new(SystemClue.Host, "servicebus.windows.net servicebus.usgovcloudapi.net servicebus.chinacloudapi.cn queue.core.windows.net queue.core.usgovcloudapi.net queue.core.chinacloudapi.cn eventgrid.azure.net", SystemType.MessageQueue),
        new(SystemClue.Host, "pubsub.googleapis.com streaming.*.oraclecloud.com confluent.cloud cloudamqp.com", SystemType.MessageQueue),
        new(SystemClue.Arn, "sqs sns mq kafka kinesis firehose", SystemType.MessageQueue),
        new(SystemClue.Parameter, "bootstrap.servers bootstrapservers virtualhost entitypath", SystemType.MessageQueue),
        new(SystemClue.Port, "5672 5671 9092 61616 61613 4222 1883 8883", SystemType.MessageQueue),

        new(SystemClue.Scheme, "file nfs nfs3 nfs4 smb cifs s3 s3a s3n gs gcs abfs abfss wasb wasbs adl adls az hdfs webhdfs swebhdfs viewfs ftp ftps ftpes sftp scp dav davs webdav webdavs swift oss cos b2 minio afp glusterfs ceph rclone", SystemType.FileSystem),
        new(SystemClue.Host, "s3.*.amazonaws.com s3-website.*.amazonaws.com s3-accelerate.*.amazonaws.com elasticfilesystem.*.amazonaws.com efs.*.amazonaws.com fsx.*.amazonaws.com glacier.*.amazonaws.com s3.*.amazonaws.com.cn s3.*.api.aws", SystemType.FileSystem),
        new(SystemClue.Host, "blob.core.windows.net file.core.windows.net dfs.core.windows.net web.core.windows.net blob.storage.azure.net dfs.fabric.microsoft.com azuredatalakestore.net", SystemType.FileSystem),
        new(SystemClue.Host, "blob.core.usgovcloudapi.net file.core.usgovcloudapi.net dfs.core.usgovcloudapi.net blob.core.chinacloudapi.cn file.core.chinacloudapi.cn dfs.core.chinacloudapi.cn", SystemType.FileSystem),
        new(SystemClue.Host, "storage.googleapis.com storage.cloud.google.com commondatastorage.googleapis.com objectstorage.*.oraclecloud.com digitaloceanspaces.com r2.cloudflarestorage.com backblazeb2.com wasabisys.com linodeobjects.com", SystemType.FileSystem),
        new(SystemClue.Arn, "s3 s3-object-lambda s3-outposts s3express elasticfilesystem fsx glacier", SystemType.FileSystem),
        new(SystemClue.Parameter, "defaultendpointsprotocol usedevelopmentstorage accountname blobendpoint fileendpoint", SystemType.FileSystem),
        new(SystemClue.Port, "2049 445 139 21 22", SystemType.FileSystem),

        new(SystemClue.Scheme, "postgres postgresql pg pgsql mysql mysqlx mariadb mongodb sqlserver mssql sqlite sqlite3 oracle redis rediss valkey valkeys jdbc r2dbc odbc cassandra scylla cql cockroach cockroachdb couchdb couchbase couchbases neo4j neo4js bolt bolts clickhouse clickhouses snowflake bigquery spanner firebird db2 hana hdbsql duckdb influxdb elasticsearch opensearch memcached memcache etcd arangodb rethinkdb tds teradata vertica trino presto hive hive2 impala phoenix hbase dynamodb firestore h2 derby sybase informix libsql tidb yugabytedb", SystemType.Database),
        new(SystemClue.Host, "rds.amazonaws.com rds.*.amazonaws.com rds.amazonaws.com.cn dynamodb.*.amazonaws.com redshift.*.amazonaws.com redshift-serverless.*.amazonaws.com cache.*.amazonaws.com docdb.*.amazonaws.com neptune.*.amazonaws.com cassandra.*.amazonaws.com memorydb.*.amazonaws.com es.*.amazonaws.com aoss.*.amazonaws.com", SystemType.Database),
        new(SystemClue.Host, "database.windows.net database.azure.com documents.azure.com cosmos.azure.com cosmosdb.azure.com redis.cache.windows.net redis.azure.net redisenterprise.cache.azure.net table.core.windows.net sql.azuresynapse.net kusto.windows.net database.fabric.microsoft.com", SystemType.Database),
        new(SystemClue.Host, "database.usgovcloudapi.net database.chinacloudapi.cn documents.azure.us documents.azure.cn table.core.usgovcloudapi.net table.core.chinacloudapi.cn", SystemType.Database),
        new(SystemClue.Host, "firestore.googleapis.com bigtable.googleapis.com bigtableadmin.googleapis.com spanner.googleapis.com sqladmin.googleapis.com bigquery.googleapis.com datastore.googleapis.com firebaseio.com adb.*.oraclecloud.com adb.*.oraclecloudapps.com", SystemType.Database),
        new(SystemClue.Host, "mongodb.net snowflakecomputing.com cockroachlabs.cloud neon.tech psdb.cloud supabase.co upstash.io redislabs.com redis-cloud.com databases.neo4j.io clickhouse.cloud astra.datastax.com turso.io", SystemType.Database),
        new(SystemClue.Arn, "rds rds-db rds-data dynamodb redshift redshift-serverless elasticache docdb-elastic neptune-db cassandra memorydb timestream dax es aoss qldb", SystemType.Database),
        new(SystemClue.Parameter, "server datasource initialcatalog database dbname dbq dsn driver provider accountendpoint abortconnect connectretry attachdbfilename fulluri", SystemType.Database),
        new(SystemClue.Port, "5432 3306 33060 1433 1521 27017 6379 9042 50000 3050 7687 11211 26257", SystemType.Database),

        new(SystemClue.Scheme, "ldap ldaps ldapi gc", SystemType.Ldap),
        new(SystemClue.Port, "389 636 3268 3269", SystemType.Ldap),

        new(SystemClue.Scheme, "smtp smtps smtp+tls submission imap imaps pop pop3 pop3s mailto jmap lmtp", SystemType.EmailServer),
        new(SystemClue.Port, "25 465 587 143 993 110 995", SystemType.EmailServer),

        new(SystemClue.Scheme, "arn aws azure gcp cloud", SystemType.CloudService),
        new(SystemClue.Host, "amazonaws.com amazonaws.com.cn aws.dev on.aws api.aws awsapps.com cloudfront.net elasticbeanstalk.com", SystemType.CloudService),
        new(SystemClue.Host, "azure.com azure.net azure.us azure.cn windows.net azurewebsites.net azurewebsites.us azure-api.net azure-devices.net azconfig.io azurecr.io azurefd.net azureedge.net azuresynapse.net azuredatabricks.net azurecontainerapps.io azurestaticapps.net azurecontainer.io azurehdinsight.net azureml.net azureml.ms cloudapp.net cloudapp.azure.com signalr.net trafficmanager.net usgovcloudapi.net chinacloudapi.cn microsoftonline.com dynamics.com visualstudio.com", SystemType.CloudService),
        new(SystemClue.Host, "googleapis.com run.app cloudfunctions.net appspot.com cloud.google.com gcr.io pkg.dev firebaseapp.com oraclecloud.com oraclecloudapps.com ibm.com cloud.ibm.com appdomain.cloud aliyuncs.com myhuaweicloud.com tencentcloudapi.com digitalocean.com databricks.com", SystemType.CloudService),
        new(SystemClue.Parameter, "instrumentationkey ingestionendpoint iothubhostname sharedaccesskeyname", SystemType.CloudService),

        new(SystemClue.Scheme, "http https http+unix", SystemType.RestApi),
    ];
}

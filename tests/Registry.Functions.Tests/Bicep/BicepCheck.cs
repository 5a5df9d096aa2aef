namespace Registry.Functions.Tests.Bicep;

/// <summary>What can be wrong with the Bicep files without asking Azure. Each fault is a sentence that names file and line.</summary>
internal static class BicepCheck
{
    private const string RoleAssignment = "Microsoft.Authorization/roleAssignments";

    // Words that only a secret's name has.
    private static readonly string[] Secrets = ["password", "accountkey", "connectionstring", "sharedaccesssignature", "clientsecret", "listkeys", "sig="];

    public static IReadOnlyList<string> Faults(BicepFiles files) =>
    [
        .. files.Trees.SelectMany(file => Syntax(file.Key, file.Value)),
        .. Modules(files),
        .. files.Modules.SelectMany(file => Descriptions(file.Key, file.Value)),
        .. files.Trees.SelectMany(file => BicepSymbols.Faults(file.Key, file.Value)),
        .. files.Modules.SelectMany(file => Resources(file.Key, file.Value)),
        .. Versions(files),
        .. ParameterFiles(files),
        .. NoSecrets(files),
    ];

    private static IEnumerable<string> Syntax(string path, BicepNode tree) =>
        tree.All().Where(node => node.Type is "ERROR" or "MISSING").Select(node => $"{path}({node.Line}): this is not Bicep.");

    /// <summary>Every file is used by main or one that main uses; a module gets the parameters that it has, and those that it needs.</summary>
    private static IEnumerable<string> Modules(BicepFiles files)
    {
        var used = new HashSet<string>(StringComparer.Ordinal) { BicepFiles.Main };
        var open = new Queue<string>(used);
        while (open.TryDequeue(out var path))
        {
            foreach (var reference in files.Trees[path].Children.Where(node => node.Type is "module_declaration" or "import_functionality"))
            {
                var target = Resolve(path, reference.Children.First(child => child.Type == "string").Content);
                if (!files.Trees.TryGetValue(target, out var tree))
                {
                    yield return $"{path}({reference.Line}): there is no {target}.";
                    continue;
                }

                if (used.Add(target))
                {
                    open.Enqueue(target);
                }

                if (reference.Type == "module_declaration")
                {
                    var given = reference.OfType("object").First().Property("params");
                    foreach (var fault in Arguments($"{path}({reference.Line})", given, tree))
                    {
                        yield return fault;
                    }
                }
            }
        }

        foreach (var path in files.Modules.Select(file => file.Key).Except(used))
        {
            yield return $"{path}: nobody uses it.";
        }
    }

    private static IEnumerable<string> Arguments(string place, BicepNode? given, BicepNode module)
    {
        var names = given?.Children.Where(child => child.Type == "object_property").Select(child => child.Children[0].Content).ToList() ?? [];
        var declared = module.Children.Where(node => node.Type == "parameter_declaration").ToList();
        foreach (var name in names.Except(declared.Select(Name)))
        {
            yield return $"{place}: there is no parameter {name}.";
        }

        foreach (var missing in declared.Where(parameter => parameter.Children.Count == 2).Select(Name).Except(names))
        {
            yield return $"{place}: the parameter {missing} is missing.";
        }
    }

    private static IEnumerable<string> Descriptions(string path, BicepNode tree)
    {
        for (var i = 0; i < tree.Children.Count; i++)
        {
            var node = tree.Children[i];
            if (node.Type is "parameter_declaration" or "output_declaration" or "type_declaration"
                && !(i > 0 && tree.Children[i - 1] is { Type: "decorators" } decorators && decorators.OfType("call_expression").Any(IsDescription)))
            {
                yield return $"{path}({node.Line}): {Name(node)} is not described.";
            }
        }
    }

    private static IEnumerable<string> Resources(string path, BicepNode tree)
    {
        foreach (var resource in tree.OfType("resource_declaration"))
        {
            var parts = resource.Children.First(child => child.Type == "string").Content.Split('@');
            if (parts.Length != 2 || !DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", out _))
            {
                yield return $"{path}({resource.Line}): {Name(resource)} has no stable version of its API.";
            }

            var body = resource.OfType("object").First();
            if (parts[0] == RoleAssignment && body.Property("scope") is null)
            {
                yield return $"{path}({resource.Line}): the role assignment {Name(resource)} is for the whole resource group.";
            }

            if (parts[0] == "Microsoft.Storage/storageAccounts" && body.Property("properties") is { } account
                && (account.Property("minimumTlsVersion")?.Content, account.Property("allowBlobPublicAccess")?.Text) != ("TLS1_2", "false"))
            {
                yield return $"{path}({resource.Line}): the account takes old TLS or shows blobs to everybody.";
            }
        }
    }

    /// <summary>One version a resource type, so that nobody wonders which one counts.</summary>
    private static IEnumerable<string> Versions(BicepFiles files) =>
        files.Modules.SelectMany(file => file.Value.OfType("resource_declaration"))
            .Select(resource => resource.Children.First(child => child.Type == "string").Content)
            .Distinct()
            .GroupBy(type => type.Split('@')[0])
            .Where(type => type.Count() > 1)
            .Select(type => $"{type.Key} is used in several versions.");

    private static IEnumerable<string> ParameterFiles(BicepFiles files)
    {
        var declared = files.Trees[BicepFiles.Main].Children.Where(node => node.Type == "parameter_declaration").ToList();
        foreach (var (path, tree) in files.ParameterFiles)
        {
            var target = tree.OfType("using_statement").FirstOrDefault()?.OfType("string").First().Content ?? "";
            if (Resolve(path, target) != BicepFiles.Main)
            {
                yield return $"{path}: it does not use {BicepFiles.Main}.";
            }

            var given = tree.Children.Where(node => node.Type == "variable_declaration").ToDictionary(Name, node => node.Children[1]);
            foreach (var name in given.Keys.Except(declared.Select(Name)))
            {
                yield return $"{path}: there is no parameter {name}.";
            }

            foreach (var missing in declared.Where(parameter => parameter.Children.Count == 2).Select(Name).Except(given.Keys))
            {
                yield return $"{path}: the parameter {missing} is missing.";
            }

            if (path.StartsWith("prod", StringComparison.Ordinal) && given.GetValueOrDefault("allowSharedKey")?.Text != "false")
            {
                yield return $"{path}: the account's keys can be used in production.";
            }
        }
    }

    /// <summary>No secret in a parameter file, none in an output; what stands for one comes from the environment.</summary>
    private static IEnumerable<string> NoSecrets(BicepFiles files)
    {
        var places = files.ParameterFiles.SelectMany(file => file.Value.Children.Select(node => (file.Key, node)))
            .Concat(files.Modules.SelectMany(file => file.Value.Children.Where(node => node.Type == "output_declaration").Select(node => (file.Key, node))));
        foreach (var (path, place) in places)
        {
            foreach (var text in place.All().Where(node => node.Type != "comment").Select(node => node.Text))
            {
                if (Secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))
                {
                    yield return $"{path}({place.Line}): {text} is a secret's name.";
                }

                if (text.Length >= 32 && text.All(char.IsAsciiLetterOrDigit) && text.Any(char.IsAsciiDigit))
                {
                    yield return $"{path}({place.Line}): a long random text, which a key or its hash would be.";
                }
            }
        }
    }

    private static bool IsDescription(BicepNode call) => call.Children is [{ Text: "description" }, { Children: [{ Type: "string", Content.Length: > 0 }] }];

    private static string Name(BicepNode declaration) => declaration.Children[0].Text;

    private static string Resolve(string from, string target) =>
        Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(from) ?? "", target)).Replace('\\', '/');
}

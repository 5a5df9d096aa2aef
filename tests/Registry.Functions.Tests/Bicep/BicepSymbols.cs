namespace Registry.Functions.Tests.Bicep;

/// <summary>Names of a Bicep file: each one that is used is declared, each one that is declared is used.</summary>
internal static class BicepSymbols
{
    // Functions and namespaces that these files use and Bicep brings along. Source: "Bicep functions".
    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal)
    {
        "cidrSubnet", "concat", "contains", "empty", "environment", "filter", "guid", "items", "map", "range", "readEnvironmentVariable",
        "resourceGroup", "string", "subscriptionResourceId", "take", "tenant", "toObject", "union", "uniqueString",
    };

    private static readonly string[] Declarations =
        ["parameter_declaration", "variable_declaration", "resource_declaration", "module_declaration", "type_declaration", "import_functionality", "user_defined_function"];

    public static IEnumerable<string> Faults(string path, BicepNode tree)
    {
        var declared = tree.Children.Where(node => Declarations.Contains(node.Type)).ToDictionary(node => node.Children[0].Text, node => node);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var node in tree.Children.Where(node => node.Type is not ("decorators" or "comment")))
        {
            // The first part of a declaration is its own name.
            foreach (var part in Declarations.Contains(node.Type) || node.Type == "output_declaration" ? node.Children.Skip(1) : node.Children)
            {
                Use(path, part, new HashSet<string>(), declared, used, faults);
            }
        }

        var isParameterFile = path.EndsWith(".bicepparam", StringComparison.Ordinal);
        foreach (var (name, node) in declared)
        {
            // Resources are there for their own sake; parameter files give values to others.
            if (!isParameterFile && !used.Contains(name) && (node.Type is "parameter_declaration" or "variable_declaration" or "import_functionality"))
            {
                faults.Add($"{path}({node.Line}): nobody uses {name}.");
            }
        }

        return faults;
    }

    private static void Use(
        string path, BicepNode node, IReadOnlySet<string> local, Dictionary<string, BicepNode> declared, HashSet<string> used, List<string> faults)
    {
        var children = node.Children.AsEnumerable();
        switch (node.Type)
        {
            case "decorators" or "comment" or "property_identifier" or "import_functionality" or "primitive_type":
                return;
            case "identifier":
                if (local.Contains(node.Text))
                {
                    return;
                }

                used.Add(node.Text);
                var isFunction = node.Field == "function";
                // In an array the grammar takes a call for two items, so that it has no field.
                if (!declared.ContainsKey(node.Text) && !BuiltIn.Contains(node.Text))
                {
                    faults.Add($"{path}({node.Line}): {(isFunction ? "there is no function" : "nobody declares")} {node.Text}.");
                }

                return;
            case "object_property":
                // An interpolated name uses symbols, a plain one is none.
                children = node.Children[0].Type == "identifier" ? node.Children.Skip(1) : node.Children;
                break;
            case "lambda_expression":
                local = With(local, node.Children[0].OfType("identifier"));
                children = node.Children.Skip(1);
                break;
            case "for_statement":
                local = With(local, node.Children[0].All().Where(name => name.Type is "identifier" or "loop_variable" or "loop_enumerator"));
                children = node.Children.Skip(1);
                break;
        }

        foreach (var child in children)
        {
            Use(path, child, local, declared, used, faults);
        }
    }

    private static HashSet<string> With(IReadOnlySet<string> local, IEnumerable<BicepNode> names) => [.. local, .. names.Select(name => name.Text)];
}

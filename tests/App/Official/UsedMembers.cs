using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PromoFunctions.App.Tests.Official;

/// <summary>What a built assembly refers to in the assemblies that the official packages bring: read from its metadata, so what is not compiled against cannot hide.</summary>
internal static class UsedMembers
{
    private static readonly string[] Ours = ["Azure.Data.Tables", "Azure.Messaging.ServiceBus", "Microsoft.Azure.Functions.Worker", "SendGrid"];

    /// <summary>The types, and the members as <c>Type::Name(parameters)</c>.</summary>
    public static (SortedSet<string> Types, SortedSet<string> Members) Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var (types, members) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var handle in reader.TypeReferences)
        {
            if (IsOurs(reader, handle))
            {
                types.Add(SignatureText.NameOf(reader, handle));
            }
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (TypeOf(reader, member.Parent) is { } type)
            {
                members.Add($"{type}::{reader.GetString(member.Name)}{Parameters(member)}");
            }
        }

        foreach (var named in assembly.GetTypes().SelectMany(Attributes).Where(attribute => Ours.Contains(attribute.AttributeType.Assembly.GetName().Name)))
        {
            foreach (var argument in named.NamedArguments)
            {
                // Set in an attribute's blob, which refers to no member.
                members.Add($"{named.AttributeType.FullName}::set_{argument.MemberName}({argument.TypedValue.ArgumentType.FullName})");
            }
        }

        return (types, members);
    }

    private static string Parameters(MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            return "";
        }

        var signature = member.DecodeMethodSignature(new SignatureText(), null);
        var generic = signature.GenericParameterCount > 0 ? $"<{signature.GenericParameterCount}>" : "";
        return $"{generic}({string.Join(",", signature.ParameterTypes)})";
    }

    private static string? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference when IsOurs(reader, (TypeReferenceHandle)parent):
                return SignatureText.NameOf(reader, (TypeReferenceHandle)parent);
            default:
                // The generic types in use are all of Azure.Core, which is the real package here too.
                return null;
        }
    }

    private static bool IsOurs(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOurs(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => Ours.Contains(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
            _ => false,
        };
    }

    private static IEnumerable<CustomAttributeData> Attributes(Type type) =>
        type.GetCustomAttributesData().Concat(type.GetMethods().SelectMany(method => method.GetCustomAttributesData().Concat(method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributesData()))));
}

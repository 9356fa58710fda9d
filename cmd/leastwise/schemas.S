# Schemas that the program prints, as read-only data; -I names rules/schema.

#if defined(__APPLE__)
#define SYMBOL(name) _##name
        .section __TEXT,__const
#else
#define SYMBOL(name) name
        .section .rodata
#endif

        .globl SYMBOL(leastwise_config_schema_begin)
        .globl SYMBOL(leastwise_config_schema_end)
        .globl SYMBOL(leastwise_pack_schema_begin)
        .globl SYMBOL(leastwise_pack_schema_end)
SYMBOL(leastwise_config_schema_begin):
        .incbin "config.schema.json"
SYMBOL(leastwise_config_schema_end):
SYMBOL(leastwise_pack_schema_begin):
        .incbin "pack.schema.json"
SYMBOL(leastwise_pack_schema_end):

#if defined(__ELF__)
        .section .note.GNU-stack,"",%progbits
#endif
